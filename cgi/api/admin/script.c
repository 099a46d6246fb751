#include "cgi/api/admin/script.h"

#include "common/base/poison.h"

#define MOVES "/encounters/{encounter}/moves"
#define MOVE(does, body, wanted)                                                                   \
	{                                                                                          \
		does, HTTP_POST, MOVES, body, 201, NULL, wanted                                    \
	}
#define JOIN(does, body, name)                                                                     \
	{                                                                                          \
		does, HTTP_POST, MOVES, body, 201, name, "\"kind\":\"joined\""                     \
	}
/* The table shows the version that the last move made. */
#define LOOK(does, wanted)                                                                         \
	{                                                                                          \
		does, HTTP_GET, "/campaigns/{campaign}/state", "", 200, NULL, wanted               \
	}
#define AGREES "\"version\":{version}"

const struct script_step script[] = {
    {"a campaign is made", HTTP_POST, "/campaigns", "{\"name\":\"Simulation\"}", 201, "campaign",
     NULL},
    {"a character is made", HTTP_POST, "/characters",
     "{\"name\":\"Thokk\",\"sheet\":{\"classes\":[{\"class\":\"barbarian\",\"level\":3}],"
     "\"abilities\":{\"str\":16,\"dex\":14,\"con\":15,\"int\":8,\"wis\":12,\"cha\":10}}}",
     201, "character", NULL},
    {"the character comes into the campaign", HTTP_PUT, "/characters/{character}/campaign",
     "{\"campaign_id\":\"{campaign}\"}", 200, NULL, NULL},
    {"an encounter is drafted", HTTP_POST, "/campaigns/{campaign}/encounters",
     "{\"name\":\"Goblin ambush\",\"notes\":\"By the road.\"}", 201, "encounter", NULL},
    JOIN("three goblins join", "{\"type\":\"add_combatant\",\"monster\":\"goblin\",\"count\":3}",
         "goblin"),
    JOIN("an ogre joins unseen",
         "{\"type\":\"add_combatant\",\"monster\":\"ogre\",\"hidden\":true}", "ogre"),
    JOIN("the character joins", "{\"type\":\"add_combatant\",\"character_id\":\"{character}\"}",
         "hero"),
    {"its difficulty is reckoned", HTTP_GET, "/encounters/{encounter}/difficulty", "", 200, NULL,
     "\"monsters\":4"},
    MOVE("initiative is rolled", "{\"type\":\"roll_initiative\"}", "\"kind\":\"initiative\""),
    MOVE("the fight begins", "{\"type\":\"start\"}", "\"kind\":\"turn\""),
    LOOK("the table shows it", AGREES),
    MOVE("the character is hurt",
         "{\"type\":\"damage\",\"targets\":[\"{hero}\"],\"amount\":9,\"damage_type\":\"fire\"}",
         "\"amount\":9"),
    MOVE("a goblin drops",
         "{\"type\":\"damage\",\"targets\":[\"{goblin}\"],\"amount\":7,"
         "\"damage_type\":\"slashing\"}",
         "\"kind\":\"dropped\""),
    MOVE("the turn passes", "{\"type\":\"next_turn\"}", "\"kind\":\"turn\""),
    MOVE("dice are rolled for damage",
         "{\"type\":\"damage\",\"targets\":[\"{ogre}\"],\"roll\":\"2d6[slashing]+1d4[fire]\"}",
         "\"damage_type\":\"fire\""),
    MOVE("the character falls prone",
         "{\"type\":\"add_condition\",\"targets\":[\"{hero}\"],\"condition\":\"prone\"}",
         "\"name\":\"prone\""),
    MOVE("the ogre shows itself", "{\"type\":\"reveal\",\"combatant_ids\":[\"{ogre}\"]}",
         "\"kind\":\"revealed\""),
    MOVE("the character is healed", "{\"type\":\"heal\",\"targets\":[\"{hero}\"],\"amount\":4}",
         "\"amount\":4"),
    {"the last move is taken back", HTTP_POST, "/encounters/{encounter}/undo", "{}", 200, NULL,
     "\"type\":\"undo\""},
    {"and brought back", HTTP_POST, "/encounters/{encounter}/redo", "{}", 200, NULL,
     "\"type\":\"redo\""},
    LOOK("the table agrees", AGREES),
    MOVE("the fight pauses", "{\"type\":\"pause\"}", NULL),
    MOVE("and goes on", "{\"type\":\"resume\"}", NULL),
    {"the hit points are explained", HTTP_GET, "/encounters/{encounter}/combatants/{hero}/why", "",
     200, NULL, "\"kind\":\"healed\""},
    {"it cannot be deleted while it runs", HTTP_DELETE, "/encounters/{encounter}", "", 409, NULL,
     "ENCOUNTER_RUNNING"},
    MOVE("the fight ends", "{\"type\":\"end\",\"xp\":100}", "\"kind\":\"xp_share\""),
    {"nothing moves after that", HTTP_POST, MOVES, "{\"type\":\"next_turn\"}", 422, NULL,
     "ENCOUNTER_OVER"},
    {"the character has the experience", HTTP_GET, "/characters/{character}", "", 200, NULL,
     "\"xp\": 100"},
    {"the log tells it all", HTTP_GET, MOVES "?limit=100", "", 200, NULL,
     "started the encounter: round 1 began"},
    {"the beginning can be seen", HTTP_GET, "/encounters/{encounter}?at=1", "", 200, NULL,
     "\"status\":\"draft\""},
    {"the encounter is copied", HTTP_POST, "/encounters/{encounter}/copy", "{}", 201, "copy", NULL},
    {"the copy is as fresh as it was", HTTP_GET, "/encounters/{copy}", "", 200, NULL,
     "\"name\":\"Goblin 1\""},
};
const size_t script_steps = sizeof script / sizeof *script;
