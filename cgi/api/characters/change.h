/* One change of a stored character, from the lock to the answer; private to this folder. */
#ifndef TABARD_API_CHARACTERS_CHANGE_H
#define TABARD_API_CHARACTERS_CHANGE_H

#include "cgi/api/characters/characters.h"
#include "common/rules/sheet_life.h"

/* Of a row that begins with the caller's role: the fields of character_shape, and whether it fights. */
enum {
	COLUMN_NAME = 2,
	COLUMN_CAMPAIGN = 4,
	COLUMN_RULESET = 5,
	COLUMN_VERSION = 6,
	COLUMN_SHEET = 7,
	COLUMN_FIGHTS = 10,
};

/* Where a locked character is: nil when in no campaign. */
struct character_place {
	struct uuid campaign_id;
	int64_t last_seq; /* of the campaign, which is locked too */
	int32_t version;  /* that comes next */
};

/* Begins, and locks rq->ids[0]: 0 with *was its row, until the next db_run; else the status of the failure. */
int character_lock(struct request *rq, struct character_place *place, const struct db_rows **was);
/* Whether If-Match allows it: 0, or 412. */
int character_current(struct request *rq, const struct db_rows *was);
/* Queues COMMIT, and the event for the members of its campaign: it names the character, and they fetch what they may
 * see of it. */
void character_news(struct request *rq, const char *type, const struct character_place *place);

struct revision {
	struct request *rq;
	const struct db_rows *was; /* the row before; gone after character_change */
	struct character_place place;
	const struct catalog *catalog;
	struct sheet before, after;
	struct str name;        /* a new one, or empty */
	const char *ruleset;    /* another one, or NULL */
	bool homebrew;          /* takes slugs that nobody knows */
	struct dice dice;       /* drawn from the system and kept for the history */
	struct buf rolled;      /* what they showed: "4,17" */
	struct list told;       /* of struct consequence */
	struct sheet_item item; /* of the inventory: the one it is about */
};

/* Fills `after`, and whatever else changes. 0, or the status of the failure that it answered. */
typedef int make_revision(struct revision *c);

struct revision_row {
	const char *kind; /* in the history: "rest" */
	bool at_peace;    /* not while the character is in a running encounter */
	make_revision *make;
};

/* Locks the character, lets the row make its change, checks that the sheet holds together, saves and
 * commits, in two round trips. 0, and db_result(rq->db, CHANGED) is the row then; else the status of
 * the failure: 400, 403, 404, 409, 412, 422. */
int character_change(struct request *rq, const struct revision_row *row, struct revision *c);
/* The same, answered with the character, its derived sheet, the dice and what happened. 200. */
int change_and_answer(struct request *rq, const struct revision_row *row);
enum { CHANGED = 2 };

/* A failure in the words of the rules: 422. */
int fail_sheet(struct request *rq, enum sheet_error error);

/* The row's character: 200 or 201 with its version as the validator. */
int answer_character(struct request *rq, int status, const struct db_rows *rows);
/* Signs what the transaction does for the history; `dice` as in struct revision. */
void sign_queue(struct request *rq, const char *kind, struct str dice);
/* The SRD's catalog of that ruleset. */
const struct catalog *catalog_named(struct str ruleset);
/* The same with the campaign's own things over it: the rows of q_characters_homebrew. */
const struct catalog *catalog_of(struct request *rq, struct str ruleset,
                                 const struct db_rows *homebrew);
/* The stored sheet; false, logged, when it is none. */
bool stored_sheet(struct request *rq, struct str text, struct sheet *out);
/* What follows from a sheet, as JSON; without its hit points unless `hp`. */
void write_derived(struct buf *b, const struct sheet *s, const struct catalog *c, bool hp);
/* Why the sheet is not one by that catalog, answered: 400. With `had`, what that holds already is not
 * asked for again; with `homebrew`, no slug needs to be known. */
int check_sheet(struct request *rq, const struct sheet *s, const struct sheet *had, bool homebrew,
                const struct catalog *c);

#endif
