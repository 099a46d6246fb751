/* An attack as it is stored, and as one is made. */
#include "common/rules/attack.h"

#include "common/base/poison.h"

#define ATTACK(name_, kind_, member, doc_, ...)                                                    \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .offset = offsetof(struct attack, member),       \
		.doc = (doc_), __VA_ARGS__                                                         \
	}
#define FEET(name_, member, doc_)                                                                  \
	ATTACK(name_, FIELD_INT, member, doc_, .flags = FIELD_OMIT_ZERO, .max = RANGE_MAX)

static const struct field attack_fields[] = {
    ATTACK("name", FIELD_STR, name, "What it is called.", .flags = FIELD_REQUIRED, .min = 1,
           .max = ATTACK_NAME_MAX),
    ATTACK("to_hit", FIELD_INT, to_hit, "What is added to the d20.", .min = -TO_HIT_MAX,
           .max = TO_HIT_MAX),
    ATTACK("damage", FIELD_STR, damage, "What a hit does, with types in brackets.",
           .flags = FIELD_OMIT_ZERO, .max = ATTACK_DAMAGE_MAX),
    ATTACK("miss", FIELD_STR, miss, "What a miss does, as with the mastery graze.",
           .flags = FIELD_OMIT_ZERO, .max = ATTACK_DAMAGE_MAX),
    FEET("reach", reach, "How far it reaches in melee, in feet."),
    FEET("range", range, "How far it goes without disadvantage, in feet."),
    FEET("range_long", range_long, "How far it goes at most, in feet."),
    ATTACK("critical", FIELD_INT, critical,
           "What a d20 must show for a critical hit, 20 when absent.", .flags = FIELD_OMIT_ZERO,
           .max = 20),
    ATTACK("mastery", FIELD_STR, mastery, "The weapon's mastery property.",
           .flags = FIELD_OMIT_ZERO, .max = ATTACK_NAME_MAX),
};
const struct shape fight_attack_shape = SHAPE("Attack", struct attack, attack_fields);
const struct field attack_item = {
    .kind = FIELD_OBJECT, .shape = &fight_attack_shape, .doc = "An attack that it has."};

const char *const cover_names[] = {
    [COVER_NONE] = "none", [COVER_HALF] = "half", [COVER_THREE_QUARTERS] = "three_quarters", NULL};

#define MADE(name_, kind_, member, doc_, ...)                                                      \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .offset = offsetof(struct attack_made, member),  \
		.doc = (doc_), __VA_ARGS__                                                         \
	}

static const struct field made_fields[] = {
    MADE("target", FIELD_UUID, target, "Whom it is made on.", .flags = FIELD_REQUIRED),
    MADE("attack", FIELD_STR, attack, "The name of one of its attacks; give this or to_hit.",
         .min = 1, .max = ATTACK_NAME_MAX),
    MADE("to_hit", FIELD_INT, to_hit, "What is added to the d20, for an attack of no name.",
         .min = -TO_HIT_MAX, .max = TO_HIT_MAX),
    MADE("damage", FIELD_STR, damage,
         "Dice of what a hit does, with types in brackets: 2d6[slashing]+1d6[fire]; in place of "
         "what the named attack does.",
         .min = 1, .max = ATTACK_DAMAGE_MAX),
    MADE("advantage", FIELD_BOOL, advantage, "Advantage, besides what conditions say.", .flags = 0),
    MADE("disadvantage", FIELD_BOOL, disadvantage, "Disadvantage, besides what conditions say.",
         .flags = 0),
    MADE("knock_out", FIELD_BOOL, knock_out,
         "Whether one who would drop to 0 hit points is knocked out instead.", .flags = 0),
    MADE("cover", FIELD_ENUM, cover, "What the target is behind, nothing when not given.",
         .names = cover_names),
    MADE("distance", FIELD_INT, distance,
         "The feet between them; when not given, a melee attack is made within 5 feet and every "
         "other from farther away.",
         .min = 1, .max = RANGE_MAX),
    MADE("roll", FIELD_INT, roll,
         "The d20 as it fell at the table, without what is added; rolled here when not given.",
         .min = 1, .max = 20),
};
const struct shape attack_made_shape = SHAPE_SEEN("AttackMade", struct attack_made, made_fields);
