/* One change of an encounter as a transaction of two round trips: lock and load, then save, log, announce
 * and commit. Moves, undo and what the clock does differ only in what happens between the two. */
#ifndef TABARD_TABLE_TURNOVER_H
#define TABARD_TABLE_TURNOVER_H

#include "common/rules/moves.h"
#include "common/table/announce.h"
#include "common/table/tie.h"

struct turnover {
	struct db *db;
	struct arena *arena;
	struct uuid encounter_id;
	struct uuid user_id; /* who makes it; nil: the server itself, which may see everything */
	/* Known once it has begun: */
	struct uuid campaign_id, move_id;
	int64_t now;             /* milliseconds since 1970 */
	int64_t seq;             /* of the event it will make */
	enum campaign_role role; /* of the user, MEMBER_DM for the server */
	struct campaign_settings settings;
	struct str settings_json;
	struct table_encounter *before;
	/* Of struct table_token: its combatants' and characters' on the map that is on the table */
	struct list tokens;
	const struct fog *fog; /* of that map */
	int32_t width, height; /* of that map, when it has such tokens */
};

/* How many results turnover_queue takes: what the caller queues behind it comes after them. */
enum { TURNOVER_RESULTS = 5 };

/* Queues lock and load; the caller may queue more reads behind it, and runs it. */
void turnover_queue(const struct turnover *t);

enum turnover_error {
	TURNOVER_OK,
	TURNOVER_MISSING, /* not there, or not for this user */
	TURNOVER_BROKEN,  /* what is stored breaks an invariant; logged */
};
/* Reads the results. */
enum turnover_error turnover_begin(struct turnover *t);

/* Whether all tokens of that combatant stand on the map then. */
bool turnover_on_map(const struct turnover *t, const struct table_encounter *after,
                     struct uuid combatant);

/* What is logged of the change. All JSON text. */
struct turnover_log {
	const char *type;         /* of the move */
	const char *event;        /* of the event */
	struct str move;          /* what was asked, with what it was resolved to */
	struct str dice;          /* "{4,17}": as they fell */
	struct list consequences; /* of struct consequence */
	int32_t reaches;          /* the version it reaches back to; 0: none */
	const struct turn_seen
	    *seen; /* what players see of the turn now; NULL: follows from the change */
	enum paused_for paused_for; /* why, if it pauses; by the DM when not given */
	struct list
	    parted; /* of struct combatant: characters whom an undo takes out, as they joined */
	struct list awarded; /* of struct award: what it gives to characters, or takes back */
};

/* What the end of a fight gave to a character. */
struct award {
	struct uuid character_id;
	int32_t xp;       /* to add; less than 0: to take back */
	struct list gain; /* of struct loot */
	struct list lose; /* of struct loot, as it was gained */
};

/* What came of it for each audience. */
struct turnover_told {
	struct str at;                      /* RFC 3339 */
	int32_t version[AUDIENCES];         /* of the encounter */
	const struct doc *patch[AUDIENCES]; /* to the table document; NULL: nothing is seen of it */
	const char *type[AUDIENCES];        /* of the event */
	struct str result[AUDIENCES];       /* the consequences, JSON */
};

/* Queues everything that takes `before` to `after`, all but the end: the caller may queue writes of its own
 * behind it. `after` may bear another name and other notes. */
void turnover_save(const struct turnover *t, const struct table_encounter *after,
                   const struct turnover_log *log, struct turnover_told *told);
/* Queues the event, commits, rings. */
enum db_error turnover_commit(const struct turnover *t, const struct turnover_told *told);

#endif
