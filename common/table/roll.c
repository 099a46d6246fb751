#include "common/table/roll.h"

#include "common/base/poison.h"

#define FIELD(type, member, kind_, flags_, ...)                                                    \
	{                                                                                          \
		.name = #member, .kind = (kind_), .flags = (flags_),                               \
		.offset = offsetof(type, member), __VA_ARGS__                                      \
	}

const char *const roll_visibility_names[] = {"secret", "party", "dm", "blind",
                                             "self",   "named", NULL};

static const struct field place_fields[] = {
    FIELD(struct text_place, start, FIELD_INT, FIELD_REQUIRED, .max = INT32_MAX,
          .doc = "Where the dice begin in the message's text, in UTF-16 code units, as "
                 "JavaScript counts."),
    FIELD(struct text_place, length, FIELD_INT, FIELD_REQUIRED, .max = INT32_MAX,
          .doc = "How many of them they take."),
};
static const struct shape place_shape = SHAPE("TextPlace", struct text_place, place_fields);

#define MAYBE(member, kind, ...) FIELD(struct rolled, member, kind, FIELD_OMIT_ZERO, __VA_ARGS__)
static const struct field roll_fields[] = {
    FIELD(struct rolled, id, FIELD_UUID, FIELD_REQUIRED, .doc = "The roll."),
    FIELD(struct rolled, campaign_id, FIELD_UUID, FIELD_REQUIRED, .doc = "At which table."),
    FIELD(struct rolled, user_id, FIELD_UUID, FIELD_REQUIRED, .doc = "Who rolled."),
    FIELD(struct rolled, at, FIELD_TIME, FIELD_REQUIRED, .doc = "When."),
    FIELD(struct rolled, visibility, FIELD_ENUM, FIELD_REQUIRED, .names = roll_visibility_names,
          .doc =
              "Who sees it: party all, dm roller and DMs, blind DMs only, self the roller, named "
              "whom its message is to. secret is one that the caller does not see."),
    MAYBE(label, FIELD_STR, .max = ROLL_LABEL_MAX, .doc = "What for."),
    MAYBE(message_id, FIELD_UUID, .doc = "The message that it was rolled in."),
    MAYBE(in_text, FIELD_OBJECT, .shape = &place_shape,
          .doc = "Its place in that message's text; without one it stands for itself."),
    MAYBE(result, FIELD_OBJECT, .shape = &dice_result_shape,
          .doc = "What came out, for those who see it."),
    MAYBE(session, FIELD_INT, .max = INT32_MAX,
          .doc = "The session of the campaign's dice, for GET …/rolls/proof."),
    MAYBE(stream, FIELD_STR, .max = 60, .doc = "Which dice of the session."),
    MAYBE(n, FIELD_LONG, .max = INT64_MAX - 1,
          .doc = "The number of the roll in its stream, from 1."),
};
const struct shape roll_shape = SHAPE("Roll", struct rolled, roll_fields);
