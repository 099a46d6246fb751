/* Open5e v2. In its data of 2014 nearly every attack's row says thunder and has lost its bonus, in that of 2024
 * the type sits in the wrong member or a part is missing; the texts are right. So the text is read, and the row is
 * only what it is held against. */
#include "common/compendium/import_open5e.h"

#include "common/base/poison.h"

#define SIX(to_, from_, how_)                                                                      \
	{to_ ".str", from_ "strength", how_}, {to_ ".dex", from_ "dexterity", how_},               \
	    {to_ ".con", from_ "constitution", how_}, {to_ ".int", from_ "intelligence", how_},    \
	    {to_ ".wis", from_ "wisdom", how_},                                                    \
	{                                                                                          \
		to_ ".cha", from_ "charisma", how_                                                 \
	}
#define SKILL(name, their)                                                                         \
	{                                                                                          \
		"skills." name, "skill_bonus_" their, INTEGER                                      \
	}

static const struct mapping creature[] = {
    {"name", "name", COPY},
    {"size", "size", WORD},
    {"type", "type", WORD},
    {"subtypes", "subcategory", WORDS},
    {"alignment", "alignment", COPY},
    {"ac", "armor_class", INTEGER},
    {"ac_text", "armor_detail", COPY},
    {"hp", "hit_points", INTEGER},
    {"hit_dice", "hit_dice", DICE},
    {"cr", "challenge_rating", RATING},
    {"cr", "challenge_rating_decimal", RATING},
    {"cr", "challenge_rating_text", RATING},
    {"xp", "experience_points_integer", INTEGER},
    {"xp", "experience_points", INTEGER},
    {"initiative", "initiative_bonus", INTEGER},
    SIX("abilities", "ability_score_", INTEGER),
    SIX("abilities", "ability_scores.", INTEGER),
    SIX("saves", "saving_throw_", INTEGER),
    SIX("saves", "saving_throws.", INTEGER),
    SKILL("acrobatics", "acrobatics"),
    SKILL("animal-handling", "animal_handling"),
    SKILL("arcana", "arcana"),
    SKILL("athletics", "athletics"),
    SKILL("deception", "deception"),
    SKILL("history", "history"),
    SKILL("insight", "insight"),
    SKILL("intimidation", "intimidation"),
    SKILL("investigation", "investigation"),
    SKILL("medicine", "medicine"),
    SKILL("nature", "nature"),
    SKILL("perception", "perception"),
    SKILL("performance", "performance"),
    SKILL("persuasion", "persuasion"),
    SKILL("religion", "religion"),
    SKILL("sleight-of-hand", "sleight_of_hand"),
    SKILL("stealth", "stealth"),
    SKILL("survival", "survival"),
    {"skills", "skill_bonuses", COPY},
    {"speeds.walk", "walk", INTEGER},
    {"speeds.fly", "fly", INTEGER},
    {"speeds.swim", "swim", INTEGER},
    {"speeds.climb", "climb", INTEGER},
    {"speeds.burrow", "burrow", INTEGER},
    {"speeds.walk", "speed.walk", INTEGER},
    {"speeds.fly", "speed.fly", INTEGER},
    {"speeds.swim", "speed.swim", INTEGER},
    {"speeds.climb", "speed.climb", INTEGER},
    {"speeds.burrow", "speed.burrow", INTEGER},
    {"hover", "hover", TRUTH},
    {"senses.darkvision", "darkvision_range", INTEGER},
    {"senses.blindsight", "blindsight_range", INTEGER},
    {"senses.tremorsense", "tremorsense_range", INTEGER},
    {"senses.truesight", "truesight_range", INTEGER},
    {"passive_perception", "passive_perception", INTEGER},
    {"proficiency_bonus", "proficiency_bonus", INTEGER},
    {"vulnerabilities", "damage_vulnerabilities", DAMAGE},
    {"resistances", "damage_resistances", DAMAGE},
    {"immunities", "damage_immunities", DAMAGE},
    {"condition_immunities", "condition_immunities", CONDITION_NAMES},
    {"vulnerabilities", "resistances_and_immunities.damage_vulnerabilities", DAMAGE},
    {"resistances", "resistances_and_immunities.damage_resistances", DAMAGE},
    {"immunities", "resistances_and_immunities.damage_immunities", DAMAGE},
    {"condition_immunities", "resistances_and_immunities.condition_immunities", CONDITION_NAMES},
    {"languages_text", "languages_desc", COPY},
    {"languages_text", "languages.as_string", COPY},
    {"environments", "environments", WORDS},
};

static const struct mapping spell[] = {
    {"name", "name", COPY},
    {"desc", "desc", TEXT},
    {"higher_level", "higher_level", TEXT},
    {"level", "level", INTEGER},
    {"school", "school", WORD},
    {"classes", "classes", WORDS},
    {"ritual", "ritual", TRUTH},
    {"concentration", "concentration", TRUTH},
    {"casting_time", "casting_time", CASTING},
    {"range", "range_text", RANGE},
    {"duration", "duration", DURATION},
    {"save.ability", "saving_throw_ability", ABILITY},
    {"material", "material_specified", COPY},
    {"material_consumed", "material_consumed", TRUTH},
};

static const struct mapping item[] = {
    {"name", "name", COPY},         {"desc", "desc", TEXT},
    {"category", "category", WORD}, {"kind", "category", WORD},
    {"cost_cp", "cost", COST},      {"weight_lb", "weight", NUMBER},
    {"rarity", "rarity", WORD},     {"attunement", "requires_attunement", TRUTH},
};

static const struct mapping plain[] = {
    {"name", "name", COPY},
    {"desc", "desc", TEXT},
};

/* Document and ruleset. */
static void put_source(struct import *im, struct import_entry *e, const struct any *fields)
{
	const struct any *document = any_get(fields, "document");
	struct str key =
	    any_is(document, ANY_MAP) ? any_text(any_get(document, "key")) : any_text(document);

	while (key.n && key.p[key.n - 1] == '/')
		key.n--;
	for (size_t i = key.n; i > 0; i--)
		if (key.p[i - 1] == '/') {
			key = str_sub(key, i, key.n);
			break;
		}
	e->source = any_text(any_get(document, "name"));
	if (!e->source.n)
		e->source =
		    key.n ? arena_printf(im->arena, "Open5e: %.*s", STR_ARG(key)) : STR("Open5e");
	e->source = str_sub(e->source, 0, 120);
	if (str_starts(key, STR("srd"))) {
		e->licence = STR("CC-BY-4.0");
		e->ruleset = str_eq(key, STR("srd-2024")) ? STR("2024") : STR("2014");
	}
}

static void note_difference(struct import *im, struct import_entry *e, const struct any *action,
                            const char *what, struct str row, struct str text)
{
	struct str name = any_text(any_get(action, "name"));

	if (!str_eq(row, text))
		import_note(im, e,
		            arena_printf(im->arena, "%.*s: the row says %s %.*s, the text %.*s",
		                         STR_ARG(name), what, STR_ARG(row.n ? row : STR("nothing")),
		                         STR_ARG(text.n ? text : STR("nothing"))));
}

static struct str row_dice(struct import *im, const struct any *row, const char *prefix)
{
	const char *count = arena_printf(im->arena, "%sdamage_die_count", prefix).p;
	const char *die = arena_printf(im->arena, "%sdamage_die_type", prefix).p;
	const char *bonus = arena_printf(im->arena, "%sdamage_bonus", prefix).p;
	int64_t n = any_int(any_get(row, count), 0), more = any_int(any_get(row, bonus), 0);
	struct str faces = any_text(any_get(row, die));

	if (n < 1 || n > 999 || faces.n < 2 || faces.n > 4 || more < -999 || more > 999)
		return (struct str){"", 0};
	return prose_dice(arena_printf(im->arena, more ? "%lldd%.*s%+lld" : "%lldd%.*s",
	                               (long long)n, (int)faces.n - 1, faces.p + 1,
	                               (long long)more),
	                  im->arena);
}

/* Where the text says nothing of an attack, its row is all there is. */
static void use_row(struct import *im, struct import_entry *e, struct any *action,
                    const struct any *row)
{
	struct any *attack = any_new(im->arena, ANY_MAP), *list, *d;
	static const char *const prefixes[] = {"", "extra_"};
	int64_t reach = any_int(any_get(row, "reach"), 0),
	        range = any_int(any_get(row, "range"), 0);

	if (any_int(any_get(row, "to_hit_mod"), 1000) > 60)
		return;
	any_put(attack, STR("kind"),
	        any_of_text(im->arena, range && reach ? STR("melee_or_ranged")
	                               : range        ? STR("ranged")
	                                              : STR("melee")));
	any_put(attack, STR("bonus"),
	        any_of_int(im->arena, any_int(any_get(row, "to_hit_mod"), 0)));
	if (reach)
		any_put(attack, STR("reach_ft"), any_of_int(im->arena, reach));
	if (range)
		any_put(attack, STR("range_ft"), any_of_int(im->arena, range));
	any_put(action, STR("attack"), attack);
	list = any_new(im->arena, ANY_LIST);
	for (size_t i = 0; i < 2; i++) {
		struct str dice = row_dice(im, row, prefixes[i]);
		struct str type = import_word(
		    any_get(row, arena_printf(im->arena, "%sdamage_type", prefixes[i]).p),
		    im->arena);

		if (!dice.n)
			continue;
		d = any_new(im->arena, ANY_MAP);
		any_put(d, STR("dice"), any_of_text(im->arena, dice));
		if (type.n)
			any_put(d, STR("type"), any_of_text(im->arena, type));
		any_push(list, d);
	}
	any_put(action, STR("damage"), list);
	import_note(im, e,
	            arena_printf(im->arena,
	                         "%.*s: the text says no attack; its row was taken unchecked",
	                         STR_ARG(any_text(any_get(action, "name")))));
}

void open5e_check(struct import *im, struct import_entry *e, struct any *action,
                  const struct any *row)
{
	const struct any *attack = any_get(action, "attack"), *first, *second;
	struct str said, meant;

	if (!attack) {
		use_row(im, e, action, row);
		return;
	}
	first = any_first(any_get(action, "damage"));
	second = first ? first->next : NULL;
	note_difference(
	    im, e, action, "the attack bonus is",
	    arena_printf(im->arena, "%lld", (long long)any_int(any_get(row, "to_hit_mod"), 0)),
	    any_get(attack, "bonus")->text);
	said = row_dice(im, row, "");
	meant = any_text(any_get(first, "dice"));
	if (meant.n)
		note_difference(im, e, action, "it deals", said, meant);
	note_difference(im, e, action, "the damage is",
	                import_word(any_get(row, "damage_type"), im->arena),
	                any_text(any_get(first, "type")));
	if (second) {
		note_difference(im, e, action, "it also deals", row_dice(im, row, "extra_"),
		                any_text(any_get(second, "dice")));
		note_difference(im, e, action, "that is",
		                import_word(any_get(row, "extra_damage_type"), im->arena),
		                any_text(any_get(second, "type")));
	}
}

static void put_limits(struct import *im, struct any *action, struct str type, int64_t n)
{
	struct any *uses = any_new(im->arena, ANY_MAP);
	bool roll = str_eq(type, STR("RECHARGE_ON_ROLL"));

	if (any_get(action, "uses") || n < 0 || n > 100)
		return;
	if (roll && n >= 1 && n <= 6) {
		any_put(uses, STR("kind"), any_of_text(im->arena, STR("recharge")));
		any_put(uses, STR("die"), any_of_int(im->arena, 6));
		any_put(uses, STR("min"), any_of_int(im->arena, n));
	} else if (str_eq(type, STR("PER_DAY")) && n) {
		any_put(uses, STR("kind"), any_of_text(im->arena, STR("day")));
		any_put(uses, STR("count"), any_of_int(im->arena, n));
	} else if (str_starts(type, STR("RECHARGE_AFTER"))) {
		any_put(uses, STR("kind"), any_of_text(im->arena, STR("rest")));
	} else {
		return;
	}
	any_put(action, STR("uses"), uses);
}

static const char *list_of(struct str type)
{
	static const struct {
		const char *type, *list;
	} lists[] = {{"BONUS_ACTION", "bonus_actions"},
	             {"REACTION", "reactions"},
	             {"LEGENDARY_ACTION", "legendary_list"},
	             {"LAIR_ACTION", "lair_actions"}};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (str_eq(type, str_of(lists[i].type)))
			return lists[i].list;
	return "actions";
}

struct any *open5e_action(struct import *im, struct import_entry *e, const struct any *fields)
{
	struct str type = any_text(any_get(fields, "action_type"));
	struct any *action = import_action(im, e, list_of(type), any_text(any_get(fields, "name")),
	                                   any_text(any_get(fields, "desc")));
	const struct any *limits = any_get(fields, "usage_limits");
	int64_t cost = any_int(any_get(fields, "legendary_action_cost"), 1);

	put_limits(im, action, any_text(any_get(fields, "uses_type")),
	           any_int(any_get(fields, "uses_param"), 0));
	put_limits(im, action, any_text(any_get(limits, "type")),
	           any_int(any_get(limits, "param"), 0));
	if (str_eq(type, STR("LEGENDARY_ACTION")) && !any_get(action, "cost") && cost >= 1 &&
	    cost <= 10)
		any_put(action, STR("cost"), any_of_int(im->arena, cost));
	return action;
}

struct import_entry *open5e_creature(struct import *im, const struct any *fields, struct str place)
{
	struct import_entry *e = import_add(im, ENTRY_MONSTERS, place);

	if (!e)
		return NULL;
	put_source(im, e, fields);
	MAP_FIELDS(
	    im, e, fields, creature,
	    "document key url category actions traits languages modifiers saving_throws_all "
	    "skill_bonuses_all speed_all illustration creaturesets unit weight normal_sight_range "
	    "damage_vulnerabilities_display damage_resistances_display damage_immunities_display "
	    "condition_immunities_display resistances_and_immunities speed");
	if (any_truth(any_get(fields, "nonmagical_attack_resistance")))
		import_note(im, e, STR("its resistance to nonmagical attacks is kept in extra"));
	return e;
}

static void put_spell_parts(struct import *im, struct import_entry *e, const struct any *fields)
{
	static const struct {
		const char *flag, *letter;
	} parts[] = {{"verbal", "V"}, {"somatic", "S"}, {"material", "M"}};
	struct any *list = any_new(im->arena, ANY_LIST), *damage, *types;
	struct str dice = prose_dice(any_text(any_get(fields, "damage_roll")), im->arena);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (any_truth(any_get(fields, parts[i].flag)))
			any_push(list, any_of_text(im->arena, str_of(parts[i].letter)));
	any_put(e->data, STR("components"), list);
	if (!dice.n)
		return;
	damage = any_new(im->arena, ANY_MAP);
	types = any_new(im->arena, ANY_LIST);
	for (const struct any *t = any_first(any_get(fields, "damage_types")); t; t = t->next)
		any_push(types, any_of_text(im->arena, import_word(t, im->arena)));
	any_put(damage, STR("types"), types);
	any_put(damage, STR("dice"), any_of_text(im->arena, dice));
	list = any_new(im->arena, ANY_LIST);
	any_push(list, damage);
	any_put(e->data, STR("damage"), list);
}

void open5e_spell(struct import *im, const struct any *fields, struct str place)
{
	struct import_entry *e = import_add(im, ENTRY_SPELLS, place);

	if (!e)
		return;
	put_source(im, e, fields);
	MAP_FIELDS(
	    im, e, fields, spell,
	    "document key url verbal somatic material damage_roll damage_types range range_unit");
	put_spell_parts(im, e, fields);
}

struct import_entry *open5e_item(struct import *im, const struct any *fields, struct str place)
{
	const struct any *rarity = any_get(fields, "rarity");
	bool magic = rarity && rarity->kind != ANY_NULL;
	struct import_entry *e = import_add(im, magic ? ENTRY_MAGIC_ITEMS : ENTRY_EQUIPMENT, place);

	if (!e)
		return NULL;
	put_source(im, e, fields);
	MAP_FIELDS(im, e, fields, item, "document key url weapon armor");
	return e;
}

void open5e_plain(struct import *im, enum entry_type type, const struct any *fields,
                  struct str place)
{
	struct import_entry *e = import_add(im, type, place);

	if (!e)
		return;
	put_source(im, e, fields);
	MAP_FIELDS(im, e, fields, plain, "document key url");
}

/* An answer of the API: one object with everything in it. */
bool import_open5e(struct import *im, const struct any *value, struct str place)
{
	struct import_entry *e;

	if (!any_get(value, "document") || !any_get(value, "name"))
		return false;
	if (any_get(value, "armor_class") && any_get(value, "ability_scores")) {
		e = open5e_creature(im, value, place);
		for (const struct any *t = any_first(any_get(value, "traits")); e && t; t = t->next)
			import_action(im, e, "traits", any_text(any_get(t, "name")),
			              any_text(any_get(t, "desc")));
		for (const struct any *a = any_first(any_get(value, "actions")); e && a;
		     a = a->next) {
			struct any *action = open5e_action(im, e, a);

			if (any_first(any_get(a, "attacks")))
				open5e_check(im, e, action, any_first(any_get(a, "attacks")));
		}
		if (e)
			import_finish_monster(im, e);
		return true;
	}
	if (any_get(value, "school") && any_get(value, "level")) {
		open5e_spell(im, value, place);
		return true;
	}
	if (any_get(value, "cost") && any_get(value, "weight")) {
		open5e_item(im, value, place);
		return true;
	}
	return false;
}
