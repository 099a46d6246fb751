#include "common/rules/dice_result.h"

#include "common/base/poison.h"

enum { LINE_MAX_BYTES = 100000 };
#define TOTAL_MAX (INT64_MAX - 1)

const char *const dice_mark_names[] = {
    [DICE_NO_MARK] = "none", [DICE_CRITICAL] = "critical", [DICE_FUMBLE] = "fumble", NULL};

#define FIELD(name_, kind_, type, member, doc_, ...)                                               \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .offset = offsetof(type, member), .doc = (doc_), \
		__VA_ARGS__                                                                        \
	}
#define FLAG(name_, type, member, doc_)                                                            \
	FIELD(name_, FIELD_BOOL, type, member, doc_, .flags = FIELD_OMIT_ZERO)

static const struct field die_fields[] = {
    FIELD("faces", FIELD_INT, struct die, faces, "How many it has.", .min = 1,
          .max = DICE_FACES_MAX),
    FIELD("rolled", FIELD_INT, struct die, rolled, "As it fell.", .min = 1, .max = DICE_FACES_MAX),
    FIELD("value", FIELD_INT, struct die, value, "What it counts for, after mi and ma.",
          .min = INT32_MIN, .max = INT32_MAX),
    FIELD("kept", FIELD_BOOL, struct die, kept,
          "Whether it counts; one that neither counts nor was rerolled was dropped.", .flags = 0),
    FLAG("rerolled", struct die, rerolled, "Another one further on stands in its place."),
    FLAG("exploded", struct die, exploded, "It brought another one."),
    FLAG("success", struct die, success, "Counted as a success by cs."),
};
static const struct shape die_shape = SHAPE("Die", struct die, die_fields);
static const struct field die_item = {
    .kind = FIELD_OBJECT, .shape = &die_shape, .doc = "A die, in the order in which they fell."};

static const struct field part_fields[] = {
    FIELD("label", FIELD_STR, struct dice_part, label, "Its type; empty for what has none.",
          .max = DICE_LABEL_MAX),
    FIELD("total", FIELD_LONG, struct dice_part, total, "What it comes to.", .min = -TOTAL_MAX,
          .max = TOTAL_MAX),
};
static const struct shape part_shape = SHAPE("DicePart", struct dice_part, part_fields);
static const struct field part_item = {
    .kind = FIELD_OBJECT, .shape = &part_shape, .doc = "A part with a label of its own."};

#define ANSWER(name_, kind_, member, doc_, ...)                                                    \
	FIELD(name_, kind_, struct dice_result, answer.member, doc_, __VA_ARGS__)

static const struct field result_fields[] = {
    FIELD("expression", FIELD_STR, struct dice_result, expression,
          "What was rolled, as it was sent.", .flags = FIELD_REQUIRED, .max = DICE_TEXT_MAX),
    ANSWER("total", FIELD_LONG, total, "What it comes to.", .flags = FIELD_REQUIRED,
           .min = -TOTAL_MAX, .max = TOTAL_MAX),
    ANSWER("dice", FIELD_LIST, dice, "Every die, those that do not count among them.",
           .flags = FIELD_REQUIRED, .max = DICE_ROLLED_MAX, .item = &die_item,
           .item_size = sizeof(struct die)),
    ANSWER("parts", FIELD_LIST, parts, "What each label comes to; none without labels.",
           .flags = FIELD_OMIT_ZERO, .max = DICE_TEXT_MAX, .item = &part_item,
           .item_size = sizeof(struct dice_part)),
    ANSWER("mark", FIELD_ENUM, mark,
           "Whether the only d20 that counts shows a 20 (critical) or a 1 (fumble).",
           .flags = FIELD_REQUIRED, .names = dice_mark_names),
    ANSWER("comment", FIELD_STR, comment, "What stands behind the #.", .flags = FIELD_OMIT_ZERO,
           .max = DICE_TEXT_MAX),
    ANSWER("doubled", FIELD_BOOL, doubled,
           "Whether all dice were rolled twice, for a critical hit.", .flags = FIELD_OMIT_ZERO),
    FIELD("line", FIELD_STR, struct dice_result, line,
          "All of it in one line: 4d6kh3 (6, 4, ~~1~~, 3) = 13.", .flags = FIELD_REQUIRED,
          .max = LINE_MAX_BYTES),
};
const struct shape dice_result_shape = SHAPE("DiceResult", struct dice_result, result_fields);

struct dice_result dice_result(struct str text, const struct dice_expression *expression,
                               const struct dice_answer *answer, struct arena *arena)
{
	return (struct dice_result){
	    .expression = text,
	    .line = dice_text(expression, answer, arena),
	    .answer = *answer,
	};
}
