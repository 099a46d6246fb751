/* The derived sheet as JSON. */
#include "common/rules/derived.h"

#include "common/base/poison.h"

static const char *const unlimited[] = {"unlimited", NULL};
static const char *const armor_names[] = {"light", "medium", "heavy", "shield", NULL};

enum { ANY = INT32_MAX, LIST_MAX = 1000, TEXT_MAX = 200 };

#define FIELD(name_, kind_, type, member, ...)                                                     \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .offset = offsetof(type, member), __VA_ARGS__    \
	}
#define INT(name_, type, member, doc_)                                                             \
	FIELD(name_, FIELD_INT, type, member, .min = -ANY, .max = ANY, .doc = (doc_))
#define WORD(name_, type, member, flags_, doc_)                                                    \
	FIELD(name_, FIELD_STR, type, member, .flags = (flags_), .max = TEXT_MAX, .doc = (doc_))
#define YES(name_, type, member, doc_)                                                             \
	FIELD(name_, FIELD_BOOL, type, member, .flags = FIELD_OMIT_ZERO, .doc = (doc_))
#define LIST(name_, type, member, flags_, of, item_type, doc_)                                     \
	FIELD(name_, FIELD_LIST, type, member, .flags = (flags_), .max = LIST_MAX, .item = &(of),  \
	      .item_size = sizeof(item_type), .doc = (doc_))
#define MAP(name_, type, member, of, item_type, doc_)                                              \
	FIELD(name_, FIELD_MAP, type, member, .max = LIST_MAX, .item = &(of),                      \
	      .item_size = sizeof(item_type), .doc = (doc_))
#define OBJECT(name_, type, member, shape_, doc_)                                                  \
	FIELD(name_, FIELD_OBJECT, type, member, .shape = &(shape_), .doc = (doc_))
#define ITEM(shape_)                                                                               \
	{                                                                                          \
		.kind = FIELD_OBJECT, .shape = &(shape_)                                           \
	}
#define OMIT FIELD_OMIT_ZERO

static const struct field slug_item = {.kind = FIELD_STR, .max = TEXT_MAX};

static const struct field term_fields[] = {
    WORD("source", struct term, source, 0, "Where it comes from: a slug, an ability, base."),
    INT("value", struct term, value, "What it adds."),
};
static const struct shape term_shape = SHAPE("Term", struct term, term_fields);
static const struct field term_item = ITEM(term_shape);
#define BREAKDOWN(name_, type, member)                                                             \
	LIST(name_, type, member, 0, term_item, struct term, "What the number is the sum of.")

static const struct field number_fields[] = {
    INT("value", struct number, value, "The number."),
    BREAKDOWN("breakdown", struct number, breakdown),
};
static const struct shape number_shape = SHAPE("Number", struct number, number_fields);

static const struct field dice_fields[] = {
    WORD("source", struct bonus_dice, source, 0, "Where they come from."),
    WORD("dice", struct bonus_dice, dice, 0, "Dice that are rolled along."),
};
static const struct shape dice_shape = SHAPE("BonusDice", struct bonus_dice, dice_fields);
static const struct field dice_item = ITEM(dice_shape);

static const struct field reason_fields[] = {
    WORD("source", struct reason, source, 0, "Where it comes from."),
    WORD("against", struct reason, against, OMIT, "Only against this."),
};
static const struct shape reason_shape = SHAPE("Reason", struct reason, reason_fields);
static const struct field reason_item = ITEM(reason_shape);
#define REASONS(name_, type, member)                                                               \
	LIST(name_, type, member, OMIT, reason_item, struct reason, "Why; they do not add up.")

static const struct field roll_fields[] = {
    INT("value", struct roll, bonus.value, "What is added to the d20."),
    BREAKDOWN("breakdown", struct roll, bonus.breakdown),
    LIST("dice", struct roll, dice, OMIT, dice_item, struct bonus_dice,
         "Dice that are rolled along."),
    REASONS("advantage", struct roll, advantage),
    REASONS("disadvantage", struct roll, disadvantage),
};
static const struct shape roll_shape = SHAPE("DerivedRoll", struct roll, roll_fields);

static const struct field ability_fields[] = {
    INT("score", struct derived_ability, score.value, "The score, with everything on it."),
    INT("modifier", struct derived_ability, modifier, "Its modifier."),
    INT("save", struct derived_ability, save.bonus.value, "The saving throw's bonus."),
    YES("save_proficient", struct derived_ability, save_proficient, "Whether it is proficient."),
    BREAKDOWN("score_breakdown", struct derived_ability, score.breakdown),
    BREAKDOWN("save_breakdown", struct derived_ability, save.bonus.breakdown),
    LIST("save_dice", struct derived_ability, save.dice, OMIT, dice_item, struct bonus_dice,
         "Dice that are rolled along with a save."),
    REASONS("save_advantage", struct derived_ability, save.advantage),
    REASONS("save_disadvantage", struct derived_ability, save.disadvantage),
    OBJECT("check", struct derived_ability, check, roll_shape, "A check without a skill."),
};
static const struct shape ability_shape =
    SHAPE("DerivedAbility", struct derived_ability, ability_fields);
static const struct field ability_item = ITEM(ability_shape);

static const struct field skill_fields[] = {
    INT("value", struct derived_skill, roll.bonus.value, "What is added to the d20."),
    BREAKDOWN("breakdown", struct derived_skill, roll.bonus.breakdown),
    FIELD("ability", FIELD_ENUM, struct derived_skill, ability, .names = ability_names,
          .doc = "The ability behind it."),
    FIELD("proficient", FIELD_BOOL, struct derived_skill, proficient,
          .doc = "Whether the proficiency bonus counts."),
    FIELD("expertise", FIELD_BOOL, struct derived_skill, expertise,
          .doc = "Whether it counts twice."),
    INT("passive", struct derived_skill, passive.value, "The passive score."),
    LIST("dice", struct derived_skill, roll.dice, OMIT, dice_item, struct bonus_dice,
         "Dice that are rolled along."),
    REASONS("advantage", struct derived_skill, roll.advantage),
    REASONS("disadvantage", struct derived_skill, roll.disadvantage),
};
static const struct shape skill_shape = SHAPE("DerivedSkill", struct derived_skill, skill_fields);
static const struct field skill_item = ITEM(skill_shape);

static const struct field named_item = {
    .kind = FIELD_OBJECT, .shape = &number_shape, .offset = offsetof(struct named_number, number)};

static const struct field damage_fields[] = {
    WORD("source", struct damage_part, source, OMIT, "What brings it, besides the weapon."),
    WORD("dice", struct damage_part, dice, OMIT, "Its dice."),
    INT("bonus", struct damage_part, bonus, "What is added to them."),
    FIELD("type", FIELD_ENUM, struct damage_part, type, .names = damage_type_names,
          .doc = "The type of damage."),
    LIST("breakdown", struct damage_part, breakdown, OMIT, term_item, struct term,
         "What the bonus is the sum of."),
};
static const struct shape damage_shape = SHAPE("DamagePart", struct damage_part, damage_fields);
static const struct field damage_item = ITEM(damage_shape);

static const struct field attack_fields[] = {
    WORD("item", struct derived_attack, item, 0, "The weapon on the sheet."),
    WORD("name", struct derived_attack, name, 0, "Its name."),
    FIELD("ability", FIELD_ENUM, struct derived_attack, ability, .names = ability_names,
          .doc = "The ability that it uses."),
    FIELD("ranged", FIELD_BOOL, struct derived_attack, ranged, .doc = "Whether it is ranged."),
    FIELD("proficient", FIELD_BOOL, struct derived_attack, proficient,
          .doc = "Whether the proficiency bonus counts."),
    YES("off_hand", struct derived_attack, off_hand, "The second of two light weapons."),
    OBJECT("hit", struct derived_attack, hit, roll_shape, "The attack roll."),
    OBJECT("damage", struct derived_attack, damage, damage_shape, "What a hit does."),
    WORD("versatile", struct derived_attack, versatile, OMIT, "The dice in two hands."),
    LIST("extra", struct derived_attack, extra, OMIT, damage_item, struct damage_part,
         "What a hit does besides."),
    FIELD("reach", FIELD_INT, struct derived_attack, reach, .flags = OMIT, .max = ANY,
          .doc = "Feet."),
    FIELD("range", FIELD_INT, struct derived_attack, range, .flags = OMIT, .max = ANY,
          .doc = "Feet without disadvantage."),
    FIELD("range_long", FIELD_INT, struct derived_attack, range_long, .flags = OMIT, .max = ANY,
          .doc = "Feet at most."),
    INT("critical", struct derived_attack, critical, "What a d20 must show for a critical hit."),
    WORD("mastery", struct derived_attack, mastery, OMIT, "The weapon's mastery property."),
    YES("mastered", struct derived_attack, mastered, "The character has mastered the weapon."),
    FIELD(
        "mastery_value", FIELD_INT, struct derived_attack, mastery_value, .flags = OMIT, .max = ANY,
        .doc = "Of the mastery: the damage of a miss (graze), the DC of the save (topple), or feet "
               "(push, slow)."),
};
static const struct shape attack_shape =
    SHAPE("DerivedAttack", struct derived_attack, attack_fields);
static const struct field derived_attack_item = ITEM(attack_shape);

static const struct field casting_fields[] = {
    WORD("class", struct derived_casting, class, 0, "The class that casts."),
    FIELD("ability", FIELD_ENUM, struct derived_casting, ability, .names = ability_names,
          .doc = "Its spellcasting ability."),
    OBJECT("dc", struct derived_casting, dc, number_shape, "What saves must reach."),
    OBJECT("attack", struct derived_casting, attack, roll_shape, "The spell attack."),
    INT("cantrips", struct derived_casting, cantrips, "How many cantrips are known."),
    INT("prepared", struct derived_casting, prepared, "How many spells are known or prepared."),
    LIST("always_prepared", struct derived_casting, always, 0, slug_item, struct str,
         "Spells of the subclass that are prepared besides and do not count."),
};
static const struct shape casting_shape =
    SHAPE("DerivedCasting", struct derived_casting, casting_fields);
static const struct field casting_item = ITEM(casting_shape);

static const struct field slot_fields[] = {
    INT("max", struct spell_slots, max, "How many there are."),
    INT("used", struct spell_slots, used, "How many are spent."),
};
static const struct shape slot_shape = SHAPE("SpellSlots", struct spell_slots, slot_fields);
static const struct field slot_item = ITEM(slot_shape);

static const struct field pact_fields[] = {
    INT("level", struct pact_slots, level, "Their level."),
    INT("max", struct pact_slots, max, "How many there are; all back with a short rest."),
    INT("used", struct pact_slots, used, "How many are spent."),
};
static const struct shape pact_shape = SHAPE("PactSlots", struct pact_slots, pact_fields);

static const struct field hit_dice_fields[] = {
    INT("die", struct hit_dice, die, "Their faces."),
    INT("max", struct hit_dice, max, "How many there are."),
    INT("used", struct hit_dice, used, "How many are spent."),
};
static const struct shape hit_dice_shape = SHAPE("HitDice", struct hit_dice, hit_dice_fields);
static const struct field hit_dice_item = ITEM(hit_dice_shape);

static const struct field uses_fields[] = {
    FIELD("max", FIELD_INT, struct feature_uses, max, .min = 0, .max = ANY, .names = unlimited,
          .doc = "How often between rests."),
    INT("used", struct feature_uses, used, "How many are spent."),
    FIELD("resets", FIELD_ENUM, struct feature_uses, resets, .names = recharge_names,
          .doc = "What brings them back: a rest, or dawn."),
    FIELD("regain_on_short_rest", FIELD_INT, struct feature_uses, regain_on_short_rest,
          .flags = OMIT, .max = ANY, .doc = "How many a short rest brings back."),
    WORD("regain", struct feature_uses, regain, OMIT,
         "Dice of how many come back, where that is not all."),
    YES("pool", struct feature_uses, pool, "They are points that are spent in any portion."),
};
static const struct shape uses_shape = SHAPE("FeatureUses", struct feature_uses, uses_fields);

static const struct field feature_fields[] = {
    WORD("slug", struct derived_feature, slug, 0, "The feature, trait or feat."),
    WORD("name", struct derived_feature, name, 0, "Its name."),
    WORD("source", struct derived_feature, source, OMIT, "The class, subclass or species."),
    FIELD("uses", FIELD_OBJECT, struct derived_feature, uses, .flags = OMIT, .shape = &uses_shape,
          .doc = "Its uses, where they are counted."),
    YES("active", struct derived_feature, on, "Whether it is switched on."),
};
static const struct shape feature_shape =
    SHAPE("DerivedFeature", struct derived_feature, feature_fields);
static const struct field feature_item = ITEM(feature_shape);

static const struct field effect_fields[] = {
    WORD("effect", struct derived_effect, effect, 0, "The spell, item or feature."),
    WORD("source", struct derived_effect, source, OMIT, "Whose it is."),
    FIELD("known", FIELD_BOOL, struct derived_effect, known,
          .doc = "Whether its figures are known."),
};
static const struct shape effect_shape =
    SHAPE("DerivedEffect", struct derived_effect, effect_fields);
static const struct field effect_item = ITEM(effect_shape);

static const char *const per_turn_names[] = {[PER_TURN_DAMAGE] = "damage",
                                             [PER_TURN_HEALING] = "healing",
                                             [PER_TURN_TEMP_HP] = "temp_hp",
                                             [PER_TURN_ATTACKS] = "attacks",
                                             NULL};
static const struct field per_turn_fields[] = {
    WORD("source", struct derived_per_turn, source, 0, "What gives it."),
    FIELD("gives", FIELD_ENUM, struct derived_per_turn, gives, .names = per_turn_names,
          .doc = "What it gives: damage with one hit, healing and the like as the turn begins."),
    WORD("dice", struct derived_per_turn, dice, OMIT, "Its dice."),
    INT("bonus", struct derived_per_turn, bonus, "What is added to them."),
    WORD("when", struct derived_per_turn, when, OMIT, "What it depends on."),
};
static const struct shape per_turn_shape =
    SHAPE("DerivedPerTurn", struct derived_per_turn, per_turn_fields);
static const struct field per_turn_item = ITEM(per_turn_shape);

static const struct field carrying_fields[] = {
    INT("capacity", struct carrying, capacity, "Pounds that can be carried."),
    INT("push", struct carrying, push, "Pounds that can be pushed, dragged or lifted."),
    INT("load", struct carrying, load, "Pounds that are carried, as far as weights are known."),
    FIELD("over", FIELD_BOOL, struct carrying, over, .doc = "Whether that is too much."),
};
static const struct shape carrying_shape = SHAPE("Carrying", struct carrying, carrying_fields);

static const struct field experience_fields[] = {
    INT("points", struct experience, points, "Experience points."),
    INT("level", struct experience, level, "The level that they are enough for."),
    FIELD("next", FIELD_INT, struct experience, next, .flags = OMIT, .max = ANY,
          .doc = "Points at which the next level is due."),
    FIELD("level_up", FIELD_BOOL, struct experience, level_up,
          .doc = "Whether a level is due now."),
};
static const struct shape experience_shape =
    SHAPE("Experience", struct experience, experience_fields);

static const struct field hp_fields[] = {
    INT("max", struct derived_sheet, hp_max.value, "The maximum."),
    INT("current", struct derived_sheet, hp_current, "What is left."),
    INT("temp", struct derived_sheet, hp_temp, "Temporary ones."),
    BREAKDOWN("breakdown", struct derived_sheet, hp_max.breakdown),
};
static const struct shape hp_shape = SHAPE("DerivedHitPoints", struct derived_sheet, hp_fields);

#define DAMAGE_TYPES_OF(name_, member, doc_)                                                       \
	FIELD(name_, FIELD_SET, struct derived_sheet, member, .max = DAMAGE_TYPES - 1,             \
	      .names = damage_type_names + DAMAGE_ACID, .doc = (doc_))

static const struct field derived_fields[] = {
    INT("level", struct derived_sheet, level, "All class levels."),
    INT("proficiency_bonus", struct derived_sheet, proficiency.value, "By the level."),
    MAP("abilities", struct derived_sheet, abilities, ability_item, struct derived_ability,
        "The six abilities."),
    MAP("skills", struct derived_sheet, skills, skill_item, struct derived_skill,
        "All eighteen skills."),
    MAP("passive", struct derived_sheet, passive, named_item, struct named_number,
        "Passive scores."),
    OBJECT("initiative", struct derived_sheet, initiative, roll_shape, "The initiative roll."),
    OBJECT("armor_class", struct derived_sheet, armor_class, number_shape, "The armour class."),
    WORD("armor", struct derived_sheet, armor, OMIT, "The armour that is worn."),
    WORD("shield", struct derived_sheet, shield, OMIT, "The shield that is held."),
    YES("armor_too_heavy", struct derived_sheet, too_heavy, "More Strength would be needed."),
    YES("armor_not_proficient", struct derived_sheet, not_proficient,
        "There is no training for what is worn: no spells, and disadvantage."),
    MAP("speeds", struct derived_sheet, speeds, named_item, struct named_number, "Feet a turn."),
    MAP("senses", struct derived_sheet, senses, named_item, struct named_number, "Feet."),
    {.name = "hp", .kind = FIELD_OBJECT, .shape = &hp_shape, .doc = "Hit points."},
    LIST("hit_dice", struct derived_sheet, hit_dice, 0, hit_dice_item, struct hit_dice,
         "Hit dice, by their size."),
    INT("exhaustion", struct derived_sheet, exhaustion, "Levels of exhaustion."),
    YES("dead", struct derived_sheet, dead, "Exhaustion has killed it."),
    LIST("attacks", struct derived_sheet, attacks, 0, derived_attack_item, struct derived_attack,
         "With each weapon that is held, and unarmed."),
    OBJECT("attacks_per_action", struct derived_sheet, attacks_per_action, number_shape,
           "How many attacks the Attack action is."),
    REASONS("concentration_advantage", struct derived_sheet, concentration_advantage),
    REASONS("death_save_advantage", struct derived_sheet, death_save_advantage),
    REASONS("attacks_against_advantage", struct derived_sheet, attacks_against_advantage),
    REASONS("attacks_against_disadvantage", struct derived_sheet, attacks_against_disadvantage),
    LIST("spellcasting", struct derived_sheet, spellcasting, 0, casting_item,
         struct derived_casting, "By class."),
    FIELD("caster_level", FIELD_INT, struct derived_sheet, caster_level, .flags = OMIT,
          .max = LEVEL_MAX, .doc = "Of those with several spellcasting classes."),
    MAP("slots", struct derived_sheet, slots, slot_item, struct spell_slots,
        "Spell slots, by level."),
    FIELD("pact_slots", FIELD_OBJECT, struct derived_sheet, pact_slots, .flags = OMIT,
          .shape = &pact_shape, .doc = "The slots of pact magic."),
    LIST("features", struct derived_sheet, features, 0, feature_item, struct derived_feature,
         "Features, traits and feats."),
    LIST("effects", struct derived_sheet, effects, 0, effect_item, struct derived_effect,
         "What is on the character now."),
    LIST("per_turn", struct derived_sheet, per_turn, 0, per_turn_item, struct derived_per_turn,
         "What happens once a turn, or as one begins."),
    DAMAGE_TYPES_OF("resistances", resistances, "Damage types of which it takes half."),
    DAMAGE_TYPES_OF("vulnerabilities", vulnerabilities, "Damage types of which it takes double."),
    DAMAGE_TYPES_OF("immunities", immunities, "Damage types of which it takes none."),
    LIST("condition_immunities", struct derived_sheet, condition_immunities, 0, slug_item,
         struct str, "Conditions that it cannot have."),
    FIELD("armor_proficiencies", FIELD_SET, struct derived_sheet, armor_proficiencies, .max = 4,
          .names = armor_names, .doc = "Armour that its classes are trained in."),
    LIST("weapon_proficiencies", struct derived_sheet, weapon_proficiencies, 0, slug_item,
         struct str, "Weapons that its classes are trained in."),
    OBJECT("carrying", struct derived_sheet, carrying, carrying_shape, "What it can carry."),
    OBJECT("experience", struct derived_sheet, experience, experience_shape, "Experience."),
    BREAKDOWN("proficiency_breakdown", struct derived_sheet, proficiency.breakdown),
    LIST("unknown", struct derived_sheet, unknown, OMIT, slug_item, struct str,
         "Slugs of which there are no figures."),
};
const struct shape derived_shape = SHAPE("DerivedSheet", struct derived_sheet, derived_fields);
