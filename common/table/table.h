/* One campaign's table document: loaded, seen by an audience, compared. What a viewer may know is
 * decided in view.c and nowhere else; REST, the stream and the log all get their bytes here. */
#ifndef TABARD_TABLE_TABLE_H
#define TABARD_TABLE_TABLE_H

#include "common/db/db.h"
#include "common/rules/encounter.h"
#include "common/table/settings.h"

enum audience { AUDIENCE_DM, AUDIENCE_PARTY, AUDIENCES };
/* An event has a share for each audience, and one for people whom it names, who get that instead. */
enum { SHARE_NAMED = AUDIENCES, SHARES };

enum campaign_role { MEMBER_NONE, MEMBER_OBSERVER, MEMBER_PLAYER, MEMBER_DM };
extern const char *const campaign_role_names[]; /* [0] is "none" */

struct table_member {
	struct uuid user_id;
	struct str display_name;
	enum campaign_role role;
};

/* Whose turn it is for players: while somebody acts whom they do not see, the table stands still. */
struct turn_seen {
	struct uuid combatant; /* nil: nobody's */
	int32_t round;
	int64_t deadline; /* milliseconds since 1970 when the clock ends the turn; 0: never */
};

/* Why an encounter stands still; none unless it is paused. */
enum paused_for { PAUSED_NOT, PAUSED_BY_DM, PAUSED_DM_AWAY, PAUSED_IDLE };
extern const char *const paused_for_names[]; /* [0] is "none" */

/* The encounter beside what the rules know of it. */
struct table_encounter {
	struct uuid id;
	struct str name, notes;
	int32_t version[AUDIENCES];
	struct encounter state;
	int64_t deadline; /* of the turn, as in turn_seen */
	enum paused_for paused_for;
	struct turn_seen seen;
	struct list
	    tokened; /* of struct uuid: combatants whose token, on whatever map, says where they stand */
};

struct table_map; /* common/table/map.h */

struct table {
	struct uuid campaign_id;
	struct str name;
	struct campaign_settings settings;
	struct list members;               /* of struct table_member, by user id */
	struct list presence;              /* of struct table_presence, all members, by user id */
	struct table_encounter *encounter; /* NULL while none is active or paused */
	struct table_map *map;             /* NULL while none is */
};

/* Somebody to whom an event came later than the last that their audience got. */
struct table_reader {
	struct uuid user_id;
	struct str event_id;
};

/* The document's seq and the opaque id of the last event that `audience` has seen up to it. */
struct table_mark {
	int64_t seq;
	struct str event_id; /* "0" when there was none yet */
	struct list readers; /* of struct table_reader: whose last event is another */
};

/* Loads the whole table of a campaign as of one snapshot, in one round trip. DB_OK with *out NULL when
 * there is no such campaign. Everything is in `arena`. */
enum db_error table_load(struct db *db, struct uuid campaign, enum audience audience,
                         struct arena *arena, struct table **out, struct table_mark *mark);

/* The document for an audience: canonical JSON (keys in byte order, no blanks, no null). */
struct str table_view(const struct table *t, enum audience audience, struct arena *arena);

/* What players see of the turn after a change from `before` to `after`: the actual turn of one who is not
 * hidden; else what they saw before, or who comes next in their sight when that one is gone. */
struct turn_seen table_turn_seen(const struct table_encounter *before,
                                 const struct encounter *after, struct arena *arena);

/* The audience that a role belongs to. */
enum audience table_audience(enum campaign_role role);

#endif
