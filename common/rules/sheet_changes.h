/* What happens to a sheet between fights: levels, rests, uses and slots. Each takes a sheet and
 * makes another; the old one stays as it was, and after a refusal *out is not to be used. New
 * text and lists are in `arena`, all else is the old sheet's. */
#ifndef TABARD_RULES_SHEET_CHANGES_H
#define TABARD_RULES_SHEET_CHANGES_H

#include "common/rules/dice.h"
#include "common/rules/sheet.h"

enum sheet_error {
	SHEET_OK,
	SHEET_LEVEL_CAP,
	SHEET_TOO_MANY_CLASSES,
	SHEET_PREREQUISITE,
	SHEET_SUBCLASS_DUE,
	SHEET_SUBCLASS_EARLY,
	SHEET_SUBCLASS_WRONG,
	SHEET_SUBCLASS_CHOSEN,
	SHEET_IMPROVEMENT_DUE,
	SHEET_IMPROVEMENT_EARLY,
	SHEET_IMPROVEMENT_WRONG,
	SHEET_SCORE_TOO_HIGH,
	SHEET_FEAT_PREREQUISITE,
	SHEET_FEAT_TWICE,
	SHEET_NO_SUCH_FEATURE,
	SHEET_NO_USES_LEFT,
	SHEET_NOTHING_SPENT,
	SHEET_NO_SUCH_SLOT,
	SHEET_NO_SLOT_LEFT,
	SHEET_NO_HIT_DICE,
	SHEET_NO_HIT_POINTS,
	SHEET_ERRORS,
};

struct sheet_error_row {
	const char *code; /* "LEVEL_CAP" */
	const char *message;
};
extern const struct sheet_error_row sheet_errors[SHEET_ERRORS];

enum { RAISES_MAX = 2 };

struct level_up {
	struct str class;
	struct str subclass; /* at the level at which it is due */
	struct str feat;     /* instead of an improvement, at the levels that have one */
	struct {
		enum ability ability;
		int32_t by;
	} raises[RAISES_MAX]; /* one by two or two by one; or what the feat raises */
	size_t raise_count;
	bool roll; /* the hit die, instead of the fixed figure */
};

/* One more level in a class, the first or a further one. Multiclassing asks for 13 in what the old
 * and the new classes ask for. SRD 5.1 "Multiclassing", SRD 5.2 "Level Advancement"; RULES D7. */
enum sheet_error sheet_level_up(const struct sheet *s, const struct level_up *up,
                                const struct catalog *c, const struct dice *dice,
                                struct arena *arena, struct sheet *out);

/* A short rest, spending hit dice of these sizes one by one; `gained`, if not NULL, takes the hit
 * points of each. SRD "Resting", RULES D7. */
enum sheet_error sheet_short_rest(const struct sheet *s, const int32_t *dice_sizes, size_t count,
                                  const struct catalog *c, const struct dice *dice,
                                  struct arena *arena, struct sheet *out, int32_t *gained);
/* A long rest; with food and drink. Of hit dice only half come back in 2014, the largest first. */
enum sheet_error sheet_long_rest(const struct sheet *s, const struct catalog *c,
                                 struct arena *arena, struct sheet *out);

/* A new day: charges of magic items come back, all or by their dice. */
void sheet_dawn(const struct sheet *s, const struct catalog *c, const struct dice *dice,
                struct arena *arena, struct sheet *out);

/* Spends uses of a feature, or points of its pool; what it switches on is on then. */
enum sheet_error sheet_use(const struct sheet *s, struct str feature, int32_t amount,
                           const struct catalog *c, struct arena *arena, struct sheet *out);
/* Takes that back; what it switched on is off then. */
enum sheet_error sheet_restore(const struct sheet *s, struct str feature, int32_t amount,
                               const struct catalog *c, struct arena *arena, struct sheet *out);

/* Spends or restores a spell slot: "1" to "9", or "pact". */
enum sheet_error sheet_spend_slot(const struct sheet *s, struct str slot, const struct catalog *c,
                                  struct arena *arena, struct sheet *out);
enum sheet_error sheet_restore_slot(const struct sheet *s, struct str slot, struct arena *arena,
                                    struct sheet *out);

/* Sets a count in a copy of the list; one of 0 is left out. */
struct list sheet_counted(const struct list *counts, struct str key, int32_t value,
                          struct arena *arena);

#endif
