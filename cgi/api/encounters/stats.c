#include "cgi/api/encounters/stats.h"

#include "common/rules/sheet.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

/* What of a monster's entry a fight needs; the rest is skipped. */
struct monster {
	struct str name, hit_dice;
	int32_t ac, hp, xp, initiative;
	int32_t dex;
	uint32_t resistances, vulnerabilities, immunities;
	struct fields_seen seen;
};

/* The ability scores' object: only Dexterity matters here. */
static const struct field ability_fields[] = {
    {.name = "dex", .kind = FIELD_INT, .flags = FIELD_REQUIRED, .min = 1, .max = 30},
};
static const struct shape ability_shape = {.name = "MonsterAbilities",
                                           .open = true,
                                           .size = sizeof(int32_t),
                                           .seen = SHAPE_NO_SEEN,
                                           .fields = ability_fields,
                                           .count = 1};

#define NUMBER(member, flags_, min_, max_)                                                         \
	{                                                                                          \
		.name = #member, .kind = FIELD_INT, .flags = (flags_),                             \
		.offset = offsetof(struct monster, member), .min = (min_), .max = (max_)           \
	}
#define TYPES(member)                                                                              \
	{                                                                                          \
		.name = #member, .kind = FIELD_SET, .offset = offsetof(struct monster, member),    \
		.names = damage_type_names + DAMAGE_ACID                                           \
	}

static const struct field monster_fields[] = {
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct monster, name),
     .min = 1,
     .max = 80},
    {.name = "hit_dice",
     .kind = FIELD_STR,
     .offset = offsetof(struct monster, hit_dice),
     .max = 40},
    {.name = "abilities",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct monster, dex),
     .shape = &ability_shape},
    NUMBER(ac, FIELD_REQUIRED, 0, 100),
    NUMBER(hp, FIELD_REQUIRED, 1, HIT_POINTS_MAX),
    NUMBER(xp, FIELD_REQUIRED, 0, 1000000),
    NUMBER(initiative, 0, -20, 50),
    TYPES(resistances),
    TYPES(vulnerabilities),
    TYPES(immunities),
};
static const struct shape monster_shape = {.name = "MonsterFigures",
                                           .open = true,
                                           .size = sizeof(struct monster),
                                           .seen = offsetof(struct monster, seen),
                                           .fields = monster_fields,
                                           .count = sizeof monster_fields / sizeof *monster_fields};

static const struct field sheet_only[] = {
    {.name = "sheet", .kind = FIELD_OBJECT, .flags = FIELD_REQUIRED, .shape = &sheet_shape},
};
static const struct shape sheet_wrapped = SHAPE("SheetAlone", struct sheet, sheet_only);

void stats_queue(struct request *rq, const struct move *move)
{
	if (move->type != MOVE_ADD_COMBATANT)
		return;
	if (move->monster.n)
		db_queue(rq->db, &q_encounters_monster, rq_uuid(rq, rq->ids[0]),
		         rq_str(rq, move->monster));
	else if (!uuid_is_nil(move->character_id))
		db_queue(rq->db, &q_encounters_character, rq_uuid(rq, rq->ids[0]),
		         rq_uuid(rq, move->character_id));
}

static int from_monster(struct request *rq, const struct move *move, const struct db_rows *rows,
                        struct stat_block *out)
{
	struct monster m = {0};

	if (!db_count(rows))
		return fail_field(rq, "/monster", "NOT_FOUND",
		                  STR("the campaign's ruleset has no monster with this slug; "
		                      "GET /api/v1/compendium/monsters?q= finds them"));
	if (!json_decode(db_str(rows, 0, 0), &monster_shape, rq->arena, &m, &rq->problems))
		return fail(rq, ERR_INTERNAL);
	*out = (struct stat_block){
	    .kind = KIND_MONSTER,
	    .name = m.name,
	    .monster = move->monster,
	    .dexterity = m.dex,
	    .initiative_bonus = shape_seen(&monster_shape, &m, "initiative")
	                            ? m.initiative
	                            : ability_modifier(m.dex),
	    .armor_class = m.ac,
	    .hp = {.current = m.hp, .max = m.hp},
	    .hit_dice = m.hit_dice,
	    .resistances = m.resistances,
	    .vulnerabilities = m.vulnerabilities,
	    .immunities = m.immunities,
	    .xp = m.xp,
	};
	return 0;
}

int stats_of_sheet(struct request *rq, struct str json, enum ruleset ruleset, struct str name,
                   struct uuid character, struct stat_block *out)
{
	struct sheet *sheet = ARENA_NEW(rq->arena, struct sheet);
	struct str wrapped = arena_printf(rq->arena, "{\"sheet\":%.*s}", STR_ARG(json));

	if (!json_decode(wrapped, &sheet_wrapped, rq->arena, sheet, &rq->problems))
		return fail(rq, ERR_INTERNAL);
	*out = sheet_stat_block(sheet, catalog_srd(ruleset), rq->arena, name, character);
	return 0;
}

static int from_character(struct request *rq, const struct move *move, const struct db_rows *rows,
                          struct stat_block *out)
{
	enum ruleset ruleset;

	if (!db_count(rows))
		return fail_field(rq, "/character_id", "NOT_FOUND",
		                  STR("there is no such character in this campaign"));
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(rows, 0, 2), RULESET_2014);
	return stats_of_sheet(rq, db_str(rows, 0, 1), ruleset,
	                      arena_str(rq->arena, db_str(rows, 0, 0)), move->character_id, out);
}

int stats_resolve(struct request *rq, struct move *move, size_t result)
{
	int given =
	    (move->monster.n > 0) + !uuid_is_nil(move->character_id) + (move->custom.name.n > 0);
	struct stat_block *stats = ARENA_NEW(rq->arena, struct stat_block);
	struct uuid *ids;
	int status = 0;

	if (move->type != MOVE_ADD_COMBATANT)
		return 0;
	if (given != 1)
		return fail_field(rq, "", "REQUIRED",
		                  STR("give exactly one of monster, character_id and custom"));
	if (move->monster.n)
		status = from_monster(rq, move, db_result(rq->db, result), stats);
	else if (move->custom.name.n)
		*stats = stat_block_of_custom(&move->custom);
	else
		status = from_character(rq, move, db_result(rq->db, result), stats);
	if (status)
		return status;
	ids = ARENA_ARRAY(rq->arena, struct uuid, (size_t)move->count);
	for (int32_t i = 0; i < move->count; i++)
		ids[i] = uuid_v7();
	move->stats = stats;
	move->new_ids = (struct list){ids, (size_t)move->count};
	return 0;
}
