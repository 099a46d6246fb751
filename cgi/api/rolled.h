/* The dice of a campaign's table: drawn so that whoever may see a roll can check it later (docs/dice.md). */
#ifndef TABARD_API_ROLLED_H
#define TABARD_API_ROLLED_H

#include "cgi/api/app.h"
#include "common/auth/hmac.h"
#include "common/table/roll.h"

enum { ROLL_DICE_MAX = 200 /* of one request at a table */, VALUES_MAX = 50 };

/* How dice are asked for. Both begin a list of struct dice_name. */
#define ROLL_VALUES_FIELD(type)                                                                    \
	FIELD(type, values, FIELD_MAP, 0, .max = VALUES_MAX, .item = &roll_value_item,             \
	      .item_size = sizeof(struct dice_name),                                               \
	      .doc = "What the names behind @ are worth: {\"str\":5} for 1d20+@str.")
extern const struct field roll_value_item;

/* Rolls a text with the system's dice or others. NULL, or what is wrong with it, in one sentence and a code. */
struct roll_problem {
	const char *code;
	struct str message;
};
bool roll_text(struct str text, const struct dice_options *how, const struct dice *dice,
               struct arena *arena, struct dice_result *out, struct roll_problem *problem);

/* The dice that a request draws: one stream of a session of a campaign's. */
struct drawing {
	unsigned char seed[SHA256_BYTES];
	int32_t session;
	struct str stream;
	int64_t next;   /* number of the next roll */
	int32_t budget; /* dice that the request may still roll */
};

/* "party", "dm:<user>", "blind:<user>", "self:<user>"; not of ROLL_NAMED. */
struct str stream_name(enum roll_visibility visibility, struct uuid user, struct arena *arena);
/* "named:<hash of who they are>": of what some people (struct uuid) say among themselves, `user` with them. So all who
 * see one of its rolls see every one. */
struct str stream_among(const struct list *people, struct uuid user, struct arena *arena);
/* What a stream's dice follow from, by the campaign's secret in hexadecimal. */
void stream_seed(struct str secret, int64_t session, struct str stream, struct arena *arena,
                 unsigned char out[SHA256_BYTES]);
/* Queues two statements behind the campaign's lock; the second one's result is for drawing_open. */
void drawing_queue(struct request *rq, struct uuid campaign, struct str stream);
struct drawing drawing_open(const struct db_rows *rows, struct str stream, struct arena *arena);

/* One roll more of the drawing: fills the result, its number and its session. False with what is wrong; then
 * nothing was drawn. */
bool drawing_roll(struct drawing *d, struct str text, const struct dice_options *how,
                  struct arena *arena, struct rolled *out, struct roll_problem *problem);

/* Queues the row. `told`: others learn that it was made. */
void roll_keep(struct request *rq, const struct rolled *roll, bool told);

#endif
