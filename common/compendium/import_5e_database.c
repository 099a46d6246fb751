/* 5e-database. Its damage rows agree with the texts; some are a choice, and there the text is read. */
#include "common/compendium/import_parts.h"
#include "common/compendium/things.h"

#include "common/base/poison.h"

static const struct mapping monster[] = {
    {"slug", "index", COPY},
    {"name", "name", COPY},
    {"desc", "desc", TEXT},
    {"size", "size", WORD},
    {"type", "type", WORD},
    {"subtypes", "subtype", WORDS},
    {"alignment", "alignment", COPY},
    {"ac", "armor_class", FIRST},
    {"hp", "hit_points", INTEGER},
    {"hit_dice", "hit_dice", DICE},
    {"hit_dice", "hit_points_roll", DICE},
    {"cr", "challenge_rating", RATING},
    {"xp", "xp", INTEGER},
    {"proficiency_bonus", "proficiency_bonus", INTEGER},
    {"abilities.str", "strength", INTEGER},
    {"abilities.dex", "dexterity", INTEGER},
    {"abilities.con", "constitution", INTEGER},
    {"abilities.int", "intelligence", INTEGER},
    {"abilities.wis", "wisdom", INTEGER},
    {"abilities.cha", "charisma", INTEGER},
    {"speeds.walk", "speed.walk", INTEGER},
    {"speeds.fly", "speed.fly", INTEGER},
    {"speeds.swim", "speed.swim", INTEGER},
    {"speeds.climb", "speed.climb", INTEGER},
    {"speeds.burrow", "speed.burrow", INTEGER},
    {"hover", "speed.hover", TRUTH},
    {"senses.darkvision", "senses.darkvision", INTEGER},
    {"senses.blindsight", "senses.blindsight", INTEGER},
    {"senses.tremorsense", "senses.tremorsense", INTEGER},
    {"senses.truesight", "senses.truesight", INTEGER},
    {"passive_perception", "senses.passive_perception", INTEGER},
    {"languages_text", "languages", COPY},
    {"vulnerabilities", "damage_vulnerabilities", DAMAGE},
    {"resistances", "damage_resistances", DAMAGE},
    {"immunities", "damage_immunities", DAMAGE},
    {"condition_immunities", "condition_immunities", CONDITION_NAMES},
};

static const struct mapping spell[] = {
    {"slug", "index", COPY},
    {"name", "name", COPY},
    {"desc", "desc", TEXT},
    {"higher_level", "higher_level", TEXT},
    {"level", "level", INTEGER},
    {"school", "school", WORD},
    {"classes", "classes", WORDS},
    {"ritual", "ritual", TRUTH},
    {"concentration", "concentration", TRUTH},
    {"casting_time", "casting_time", CASTING},
    {"range", "range", RANGE},
    {"components", "components", COMPONENTS},
    {"material", "material", COPY},
    {"duration", "duration", DURATION},
    {"attack", "attack_type", WORD},
    {"save.ability", "dc.dc_type", ABILITY},
    {"area.shape", "area_of_effect.type", WORD},
    {"area.size_ft", "area_of_effect.size", INTEGER},
};

static const struct mapping equipment[] = {
    {"slug", "index", COPY},
    {"name", "name", COPY},
    {"desc", "desc", TEXT},
    {"kind", "equipment_category", WORD},
    {"cost_cp", "cost", COST},
    {"weight_lb", "weight", COPY},
    {"weapon.category", "weapon_category", WORD},
    {"weapon.kind", "weapon_range", WORD},
    {"weapon.damage.dice", "damage.damage_dice", DICE},
    {"weapon.damage.type", "damage.damage_type", WORD},
    {"weapon.versatile_dice", "two_handed_damage.damage_dice", DICE},
    {"weapon.properties", "properties", WORDS},
    {"weapon.mastery", "mastery", WORD},
    {"armor.category", "armor_category", WORD},
    {"armor.ac", "armor_class.base", INTEGER},
    {"armor.adds_dex", "armor_class.dex_bonus", TRUTH},
    {"armor.dex_max", "armor_class.max_bonus", INTEGER},
    {"armor.strength", "str_minimum", INTEGER},
    {"armor.stealth_disadvantage", "stealth_disadvantage", TRUTH},
};

static const struct mapping magic_item[] = {
    {"slug", "index", COPY},    {"name", "name", COPY},
    {"desc", "desc", TEXT},     {"category", "equipment_category", WORD},
    {"rarity", "rarity", WORD},
};

static const struct mapping feature[] = {
    {"slug", "index", COPY},         {"name", "name", COPY},
    {"desc", "desc", TEXT},          {"class", "class", WORD},
    {"subclass", "subclass", WORD},  {"level", "level", INTEGER},
    {"hit_die", "hit_die", INTEGER}, {"ability", "ability_score", ABILITY},
};

#define ROWS(table) table, sizeof(table) / sizeof *(table)
/* By the word in an entry's url: /api/2014/magic-items/… */
static const struct kind {
	const char *word;
	enum entry_type type;
	const struct mapping *rows;
	size_t count;
} kinds[] = {
    {"monsters", ENTRY_MONSTERS, ROWS(monster)},
    {"spells", ENTRY_SPELLS, ROWS(spell)},
    {"equipment", ENTRY_EQUIPMENT, ROWS(equipment)},
    {"magic-items", ENTRY_MAGIC_ITEMS, ROWS(magic_item)},
    {"features", ENTRY_FEATURES, ROWS(feature)},
    {"conditions", ENTRY_CONDITIONS, ROWS(feature)},
    {"skills", ENTRY_SKILLS, ROWS(feature)},
    {"feats", ENTRY_FEATS, ROWS(feature)},
    {"backgrounds", ENTRY_BACKGROUNDS, ROWS(feature)},
    {"races", ENTRY_SPECIES, ROWS(feature)},
    {"species", ENTRY_SPECIES, ROWS(feature)},
    {"classes", ENTRY_CLASSES, ROWS(feature)},
    {"subclasses", ENTRY_SUBCLASSES, ROWS(feature)},
    {"damage-types", ENTRY_DAMAGE_TYPES, ROWS(feature)},
    {"rules", ENTRY_RULES, ROWS(feature)},
    {"rule-sections", ENTRY_RULES, ROWS(feature)},
};

/* Without a url, by what only entries of that type have. */
static const char *guess(const struct any *value)
{
	if (any_get(value, "challenge_rating"))
		return "monsters";
	if (any_get(value, "school") && any_get(value, "level"))
		return "spells";
	if (any_get(value, "equipment_category"))
		return any_get(value, "rarity") ? "magic-items" : "equipment";
	return "";
}

static const struct kind *kind_of(const struct any *value, struct str *edition)
{
	struct str url = any_text(any_get(value, "url")), word;

	str_cut(&url, '/');
	str_cut(&url, '/'); /* "api" */
	*edition = str_starts(url, STR("20")) ? str_cut(&url, '/') : (struct str){0};
	word = str_cut(&url, '/');
	if (!word.n)
		word = str_of(guess(value));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq(word, str_of(kinds[i].word)))
			return &kinds[i];
	return NULL;
}

/* [{"value", "proficiency": {"index": "saving-throw-con"}}] */
static void put_proficiencies(struct import *im, struct import_entry *e, const struct any *list)
{
	static const struct {
		const char *prefix, *map;
	} sorts[] = {{"saving-throw-", "saves"}, {"skill-", "skills"}};

	for (const struct any *p = any_first(list); p; p = p->next) {
		struct str index = any_text(any_path(p, "proficiency.index"));

		for (size_t i = 0; i < 2; i++) {
			struct str prefix = str_of(sorts[i].prefix);
			struct any *map = any_get(e->data, sorts[i].map);

			if (!str_starts(index, prefix))
				continue;
			if (!map) {
				any_put(e->data, str_of(sorts[i].map), any_new(im->arena, ANY_MAP));
				map = any_get(e->data, sorts[i].map);
			}
			any_put(map, str_sub(index, prefix.n, index.n),
			        any_of_int(im->arena, any_int(any_get(p, "value"), 0)));
		}
	}
}

static void put_usage(struct import *im, struct any *action, const struct any *usage)
{
	struct str type = any_text(any_get(usage, "type"));
	struct any *uses = any_new(im->arena, ANY_MAP);
	int64_t times = any_int(any_get(usage, "times"), 0),
	        least = any_int(any_get(usage, "min_value"), 0);

	if (any_get(action, "uses"))
		return;
	if (str_eq(type, STR("per day")) && times >= 1 && times <= 100) {
		any_put(uses, STR("kind"), any_of_text(im->arena, STR("day")));
		any_put(uses, STR("count"), any_of_int(im->arena, times));
	} else if (str_eq(type, STR("recharge on roll")) && least >= 1 && least <= 6) {
		any_put(uses, STR("kind"), any_of_text(im->arena, STR("recharge")));
		any_put(uses, STR("die"), any_of_int(im->arena, 6));
		any_put(uses, STR("min"), any_of_int(im->arena, least));
	} else if (str_starts(type, STR("recharge after"))) {
		any_put(uses, STR("kind"), any_of_text(im->arena, STR("rest")));
	} else {
		return;
	}
	any_put(action, STR("uses"), uses);
}

/* What the text did not say. */
static void use_rows(struct import *im, struct import_entry *e, struct any *action,
                     const struct any *their)
{
	struct any *list = any_new(im->arena, ANY_LIST);
	struct str name = any_text(any_get(action, "name"));

	for (const struct any *row = any_first(any_get(their, "damage")); row; row = row->next) {
		struct str dice = prose_dice(any_text(any_get(row, "damage_dice")), im->arena);
		struct any *d = any_new(im->arena, ANY_MAP);

		if (any_get(row, "choose")) {
			import_note(im, e,
			            arena_printf(im->arena,
			                         "%.*s: a choice of damage is read from the text",
			                         STR_ARG(name)));
			continue;
		}
		if (!dice.n)
			continue;
		any_put(d, STR("dice"), any_of_text(im->arena, dice));
		any_put(
		    d, STR("type"),
		    any_of_text(im->arena, import_word(any_get(row, "damage_type"), im->arena)));
		any_push(list, d);
	}
	if (list->count && !any_get(action, "damage") && !any_get(action, "other_damage") &&
	    !any_path(action, "save.damage"))
		any_put(action, STR("damage"), list);
}

static struct any *multiattack_rows(struct import *im, const struct any *their)
{
	struct any *option = any_new(im->arena, ANY_LIST), *options, *map;

	for (const struct any *a = any_first(any_get(their, "actions")); a; a = a->next) {
		struct any *entry = any_new(im->arena, ANY_MAP);

		any_put(entry, STR("action"),
		        any_of_text(im->arena, any_text(any_get(a, "action_name"))));
		any_put(entry, STR("count"),
		        any_of_int(im->arena, any_int(any_get(a, "count"), 1)));
		any_push(option, entry);
	}
	if (!option->count)
		return NULL;
	options = any_new(im->arena, ANY_LIST);
	any_push(options, option);
	map = any_new(im->arena, ANY_MAP);
	any_put(map, STR("options"), options);
	return map;
}

static void put_actions(struct import *im, struct import_entry *e, const struct any *value)
{
	static const struct {
		const char *from, *to;
	} lists[] = {{"special_abilities", "traits"},
	             {"actions", "actions"},
	             {"bonus_actions", "bonus_actions"},
	             {"reactions", "reactions"},
	             {"legendary_actions", "legendary_list"}};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		for (const struct any *a = any_first(any_get(value, lists[i].from)); a;
		     a = a->next) {
			struct any *action =
			    import_action(im, e, lists[i].to, any_text(any_get(a, "name")),
			                  any_text(any_get(a, "desc")));
			struct any *multiattack = multiattack_rows(im, a);

			put_usage(im, action, any_get(a, "usage"));
			use_rows(im, e, action, a);
			if (multiattack &&
			    str_eq(any_text(any_get(action, "name")), STR("Multiattack")))
				any_put(e->data, STR("multiattack"), multiattack);
		}
}

/* Six of its monsters have experience points that are not those of their rating. */
static void check_xp(struct import *im, struct import_entry *e)
{
	double cr = any_number(any_get(e->data, "cr"), -1);
	int64_t said = any_int(any_get(e->data, "xp"), 0);
	int32_t xp = cr_xp(cr);

	if (!xp || said == xp || (cr == 0 && said == 0))
		return;
	any_put(e->data, STR("xp"), any_of_int(im->arena, xp));
	import_note(im, e,
	            arena_printf(im->arena, "xp was %lld; by its challenge rating it is %d",
	                         (long long)said, xp));
}

static void put_spell_damage(struct import *im, struct import_entry *e, const struct any *damage)
{
	static const struct {
		const char *from, *to;
	} scales[] = {{"damage_at_slot_level", "by_slot"},
	              {"damage_at_character_level", "by_level"}};
	struct any *d = any_new(im->arena, ANY_MAP), *types = any_new(im->arena, ANY_LIST), *list;
	struct str type = import_word(any_get(damage, "damage_type"), im->arena);

	for (size_t i = 0; i < 2; i++) {
		const struct any *their = any_get(damage, scales[i].from);
		struct any *map = any_new(im->arena, ANY_MAP);

		for (const struct any *m = any_is(their, ANY_MAP) ? their->first : NULL; m;
		     m = m->next) {
			struct any *text = any_of_text(im->arena, any_text(m));

			text->key = m->key;
			any_push(map, text);
		}
		if (map->count)
			any_put(d, str_of(scales[i].to), map);
	}
	if (type.n)
		any_push(types, any_of_text(im->arena, type));
	if (!d->count)
		return;
	any_put(d, STR("types"), types);
	list = any_new(im->arena, ANY_LIST);
	any_push(list, d);
	any_put(e->data, STR("damage"), list);
}

/* Theirs has a reach of 5 feet for everything and says the rest by properties; those that are no weapon's own, as
 * monk, are left out. */
static void finish_weapon(struct import *im, struct import_entry *e, const struct any *value)
{
	struct any *weapon = any_get(e->data, "weapon"), *kept = any_new(im->arena, ANY_LIST);
	bool ranged = str_eq(any_text(any_get(weapon, "kind")), STR("ranged"));
	const struct any *range = any_get(value, ranged ? "range" : "throw_range");
	int64_t near = any_int(any_get(range, "normal"), 0),
	        far = any_int(any_get(range, "long"), 0);
	int64_t reach = 5;

	for (const struct any *p = any_first(any_get(weapon, "properties")); p; p = p->next) {
		if (str_eq(any_text(p), STR("reach")))
			reach = 10;
		if (import_one_of(weapon_words, any_text(p)))
			any_push(kept, any_of_text(im->arena, any_text(p)));
		else
			import_note(im, e,
			            arena_printf(im->arena, "the property %.*s is not kept",
			                         STR_ARG(any_text(p))));
	}
	any_put(weapon, STR("properties"), kept);
	import_reach(im, weapon, ranged ? 0 : reach, near, far);
}

/* What is not worn or wielded has neither, whatever else the rows found. */
static void finish_equipment(struct import *im, struct import_entry *e, const struct any *value)
{
	struct any *armor = any_get(e->data, "armor");

	if (any_get(value, "weapon_category"))
		finish_weapon(im, e, value);
	else
		any_take(e->data, "weapon");
	if (!any_get(value, "armor_category"))
		any_take(e->data, "armor");
	else if (str_eq(any_text(any_get(armor, "category")), STR("shield")) &&
	         any_get(armor, "ac"))
		any_put(armor, STR("ac_bonus"), any_take(armor, "ac"));
}

bool import_5e_database(struct import *im, const struct any *value, struct str place)
{
	struct str edition;
	const struct kind *kind;
	struct import_entry *e;

	if (!any_is(any_get(value, "index"), ANY_TEXT) || !any_is(any_get(value, "name"), ANY_TEXT))
		return false;
	kind = kind_of(value, &edition);
	if (!kind) {
		import_skip(im, any_text(any_get(value, "index")),
		            STR("entries of this kind are not kept"));
		return true;
	}
	e = import_add(im, kind->type, any_text(any_get(value, "index")));
	(void)place;
	if (!e)
		return true;
	e->source = STR("5e-database");
	if (str_eq(edition, STR("2014")) || str_eq(edition, STR("2024")))
		e->ruleset = edition;
	map_fields(
	    im, e, value, kind->rows, kind->count,
	    "url image updated_at proficiencies special_abilities actions bonus_actions reactions "
	    "legendary_actions damage dc area_of_effect speed senses range throw_range "
	    "category_range");
	if (kind->type == ENTRY_MONSTERS) {
		put_proficiencies(im, e, any_get(value, "proficiencies"));
		put_actions(im, e, value);
		import_finish_monster(im, e);
		check_xp(im, e);
	} else if (kind->type == ENTRY_EQUIPMENT) {
		finish_equipment(im, e, value);
	} else if (kind->type == ENTRY_SPELLS && any_get(value, "damage")) {
		put_spell_damage(im, e, any_get(value, "damage"));
	}
	return true;
}
