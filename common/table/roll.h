/* A roll at a table, as it is stored, answered and announced. */
#ifndef TABARD_TABLE_ROLL_H
#define TABARD_TABLE_ROLL_H

#include "common/rules/dice_result.h"

enum { ROLL_LABEL_MAX = 200 };

/* Of those that are not for everybody, others see ROLL_SECRET at most. A roll in a message to named people is
 * ROLL_NAMED. */
enum roll_visibility { ROLL_SECRET, ROLL_PARTY, ROLL_DM, ROLL_BLIND, ROLL_SELF, ROLL_NAMED };
extern const char *const roll_visibility_names[];

/* Where dice stand in a text, as JavaScript counts: in UTF-16 code units. */
struct text_place {
	int32_t start, length;
};

struct rolled {
	struct uuid id, campaign_id, user_id;
	struct str at;
	int32_t visibility;
	struct str label;
	struct uuid message_id;
	struct text_place in_text;
	struct dice_result result;
	int32_t session;
	struct str stream;
	int64_t n;
};
/* Rows of it have its fields as columns, too. */
extern const struct shape roll_shape;

#endif
