/* An actor of Foundry's dnd5e system. Levels, hit point maximum and armour class are not in it: they
 * follow from its items, as ours follow from the sheet. What moved between versions of the system is
 * looked for in both places. */
#include "common/formats/reading.h"
#include "common/rules/derived.h"

#include "common/base/poison.h"

enum { NOTES_MAX = 20000, TEXT_MAX = 80 };

/* In the order of skill_names. */
static const char *const skills[SKILLS] = {"acr", "ani", "arc", "ath", "dec", "his",
                                           "ins", "itm", "inv", "med", "nat", "prc",
                                           "prf", "per", "rel", "slt", "ste", "sur"};

static void read_abilities(struct reading *r, const struct any *root)
{
	for (int a = 0; a < ABILITIES; a++) {
		const char *name = ability_names[a];
		const char *path = arena_printf(r->arena, "system/abilities/%s/value", name).p;
		const char *to = arena_printf(r->arena, "/sheet/abilities/%s", name).p;
		const char *save = arena_printf(r->arena, "system/abilities/%s/proficient", name).p;

		r->out->sheet.abilities[a] = take_number(r, root, path, to, 1, 30, 0);
		if (!r->out->sheet.abilities[a]) {
			r->out->sheet.abilities[a] = 10;
			note(r, FATE_REPAIRED, arena_printf(r->arena, "/%s", path), to,
			     "it was not there, so it is 10");
		}
		if (number_at(root, save))
			push_slug(r, &r->out->sheet.proficiencies.saves, str_of(name));
	}
}

static void read_skills(struct reading *r, const struct any *root)
{
	struct sheet_proficiencies *p = &r->out->sheet.proficiencies;

	for (int i = 0; i < SKILLS; i++) {
		const char *path = arena_printf(r->arena, "system/skills/%s/value", skills[i]).p;
		const struct any *node = find_at(root, path);
		struct str from = arena_printf(r->arena, "/%s", path);
		int32_t value = number_at(root, path);

		if (value >= 1)
			push_slug(r, &p->skills, str_of(skill_names[i]));
		if (value >= 2)
			push_slug(r, &p->expertise, str_of(skill_names[i]));
		if (value >= 1)
			note(r, FATE_TAKEN, from, "/sheet/proficiencies/skills", "");
		else if (node && node->kind == ANY_NUMBER && str_eq(node->text, STR("0.5")))
			note(r, FATE_LEFT_OUT, from, "",
			     "half a proficiency bonus comes from the feature that gives it");
	}
}

static void read_words(struct reading *r, const struct any *root, const char *path,
                       struct list *into, const char *to)
{
	const struct any *list = find_at(root, path);

	if (!list || list->kind != ANY_LIST)
		return;
	for (const struct any *at = list->first; at; at = at->next)
		push_slug(r, into, slug_of(any_text(at), r->arena));
	if (list->first)
		note(r, FATE_TAKEN, arena_printf(r->arena, "/%s", path), to, "");
}

static void read_hit_points(struct reading *r, const struct any *root)
{
	struct sheet *s = &r->out->sheet;
	const struct any *value = find_at(root, "system/attributes/hp/value");

	if (value && value->kind != ANY_NULL)
		sheet_set_hp(s, take_number(r, root, "system/attributes/hp/value",
		                            "/sheet/hp/current", 0, HIT_POINTS_MAX, 0));
	s->hp.max =
	    take_number(r, root, "system/attributes/hp/max", "/sheet/hp/max", 0, HIT_POINTS_MAX, 0);
	s->hp.temp = take_number(r, root, "system/attributes/hp/temp", "/sheet/hp/temp", 0,
	                         HIT_POINTS_MAX, 0);
	s->dying.successes = take_number(r, root, "system/attributes/death/success",
	                                 "/sheet/death_saves/successes", 0, 2, 0);
	s->dying.failures = take_number(r, root, "system/attributes/death/failure",
	                                "/sheet/death_saves/failures", 0, 2, 0);
	s->exhaustion = take_number(r, root, "system/attributes/exhaustion", "/sheet/exhaustion", 0,
	                            EXHAUSTION_MAX, 0);
	if (str_eq(any_text(find_at(root, "system/attributes/ac/calc")), STR("flat")))
		s->armor_class = take_number(r, root, "system/attributes/ac/flat",
		                             "/sheet/armor_class", 1, 40, 0);
}

/* Its own word for itself where it has one, else its name. */
static struct str identifier(struct reading *r, const struct any *item)
{
	struct str word = any_text(find_at(item, "system/identifier"));

	return slug_of(word.n ? word : any_text(find_at(item, "name")), r->arena);
}

/* What each hit die showed: {"1":"max","2":5,"3":"avg"} among the class's advancements. */
static struct list hit_die_rolls(struct reading *r, const struct any *item, int32_t levels)
{
	const struct any *all = find_at(item, "system/advancement");
	struct list rolls = {0};

	for (const struct any *at = all ? all->first : NULL; at; at = at->next) {
		if (!str_eq(any_text(find_at(at, "type")), STR("HitPoints")))
			continue;
		for (int32_t level = 1; level <= levels; level++) {
			char path[] = {'v', 'a', 'l', 'u', 'e', '/', '0', '0', '\0'};
			int32_t *rolled = push(r, &rolls, sizeof *rolled);
			int32_t value;

			path[6] = (char)('0' + level / 10);
			path[7] = (char)('0' + level % 10);
			if (level < 10) {
				path[6] = path[7];
				path[7] = '\0';
			}
			value = number_at(at, path);
			if (rolled)
				*rolled = value < 0 || value > 20 ? 0 : value;
		}
		return rolls;
	}
	return rolls;
}

static void read_class(struct reading *r, const struct any *item, struct str from)
{
	struct list *classes = &r->out->sheet.classes;
	int32_t level = number_at(item, "system/levels");
	int32_t spent = number_at(item, "system/hd/spent");
	struct str die = any_text(find_at(item, "system/hd/denomination"));
	struct sheet_class *fresh;

	if (level < 1 || level > LEVEL_MAX) {
		note(r, FATE_REPAIRED, from, "/sheet/classes", "levels go from 1 to 20");
		level = level < 1 ? 1 : LEVEL_MAX;
	} else {
		note(r, FATE_TAKEN, from, "/sheet/classes", "");
	}
	push_class(r, identifier(r, item), (struct str){0}, level);
	fresh = classes->count ? (struct sheet_class *)classes->items + classes->count - 1 : NULL;
	if (fresh)
		fresh->rolls = hit_die_rolls(r, item, level);
	if (!die.n)
		die = any_text(find_at(item, "system/hitDice"));
	if (!spent)
		spent = number_at(item, "system/hitDiceUsed");
	if (die.n && spent > 0)
		push_count(r, &r->out->sheet.hit_dice_used, cut_text(die, TEXT_MAX), spent);
}

static void read_subclass(struct reading *r, const struct any *item, struct str from)
{
	struct str of = slug_of(any_text(find_at(item, "system/classIdentifier")), r->arena);
	struct sheet_class *classes = r->out->sheet.classes.items;

	for (size_t i = 0; i < r->out->sheet.classes.count; i++) {
		if (!str_eq(classes[i].name, of))
			continue;
		classes[i].subclass = identifier(r, item);
		note(r, FATE_TAKEN, from, "/sheet/classes", "");
		return;
	}
	note(r, FATE_LEFT_OUT, from, "", "there is no class that it belongs to");
}

static void read_thing(struct reading *r, const struct any *item, struct str from)
{
	const struct any *quantity = find_at(item, "system/quantity");
	struct sheet_item *thing = push_item(r, any_text(find_at(item, "name")),
	                                     quantity ? number_at(item, "system/quantity") : 1);

	if (!thing) {
		note(r, FATE_LEFT_OUT, from, "", "it has no name, or the sheet is full");
		return;
	}
	thing->equipped = truth_at(item, "system/equipped");
	thing->attuned =
	    truth_at(item, "system/attuned") || number_at(item, "system/attunement") == 2;
	note(r, FATE_TAKEN, from, "/sheet/equipment", "");
}

static void read_spell(struct reading *r, const struct any *item, struct str from)
{
	struct str slug = slug_of(any_text(find_at(item, "name")), r->arena);

	push_slug(r, &r->out->sheet.spells, slug);
	if (truth_at(item, "system/preparation/prepared") || truth_at(item, "system/prepared"))
		push_slug(r, &r->out->sheet.prepared, slug);
	note(r, FATE_TAKEN, from, "/sheet/spells", "");
}

static void read_origin(struct reading *r, const struct any *item, struct str from)
{
	set_species(r, from, any_text(find_at(item, "name")));
}

static void read_background(struct reading *r, const struct any *item, struct str from)
{
	r->out->sheet.background = identifier(r, item);
	note(r, FATE_TAKEN, from, "/sheet/background", "");
}

/* Feats are taken; the features of classes and species come by themselves. */
static void read_feat(struct reading *r, const struct any *item, struct str from)
{
	struct str kind = any_text(find_at(item, "system/type/value"));
	struct str slug = identifier(r, item);
	bool feat = str_eq(kind, STR("feat")) ||
	            (!kind.n && (catalog_feat(catalog_srd(RULESET_2014), slug) ||
	                         catalog_feat(catalog_srd(RULESET_2024), slug)));

	if (feat)
		push_slug(r, &r->out->sheet.feats, slug);
	note(r, feat ? FATE_TAKEN : FATE_LEFT_OUT, from, feat ? "/sheet/feats" : "",
	     feat ? "" : "features follow from class, species and background");
}

typedef void read_item(struct reading *r, const struct any *item, struct str from);
static const struct {
	const char *type;
	read_item *read;
} item_types[] = {
    {"class", read_class},      {"subclass", read_subclass},
    {"race", read_origin},      {"background", read_background},
    {"feat", read_feat},        {"spell", read_spell},
    {"weapon", read_thing},     {"equipment", read_thing},
    {"consumable", read_thing}, {"tool", read_thing},
    {"loot", read_thing},       {"container", read_thing},
    {"backpack", read_thing},
};

/* The items of one type; with `only`, just that one or all others. */
enum which { EVERY, ONLY, ALL_BUT };
static void read_items(struct reading *r, const struct any *root, const char *type, struct str id,
                       enum which which, read_item *read)
{
	const struct any *all = find_at(root, "items"), *at = all ? all->first : NULL;

	for (size_t i = 0; at; at = at->next, i++) {
		bool is = str_eq(any_text(find_at(at, "_id")), id);

		if (str_eq(any_text(find_at(at, "type")), str_of(type)) &&
		    (which == EVERY || is == (which == ONLY)))
			read(r, at, at_index(r, "/items/#", i));
	}
}

/* The class that was taken first comes first. */
static void read_all_items(struct reading *r, const struct any *root)
{
	const struct any *all = find_at(root, "items"), *at = all ? all->first : NULL;
	struct str first = any_text(find_at(root, "system/details/originalClass"));

	read_items(r, root, "class", first, ONLY, read_class);
	read_items(r, root, "class", first, ALL_BUT, read_class);
	for (size_t i = 1; i < sizeof item_types / sizeof *item_types; i++)
		read_items(r, root, item_types[i].type, first, EVERY, item_types[i].read);
	for (size_t i = 0; at; at = at->next, i++) {
		bool known = false;

		for (size_t k = 0; k < sizeof item_types / sizeof *item_types; k++)
			known |= str_eq(any_text(find_at(at, "type")), str_of(item_types[k].type));
		if (!known)
			note(r, FATE_LEFT_OUT, at_index(r, "/items/#", i), "",
			     "items of this type have no place on a sheet");
	}
}

/* The file says what is left, so what is spent is the rest of what the class gives. */
static void read_slots(struct reading *r, const struct any *root)
{
	struct sheet *s = &r->out->sheet;
	struct derived_sheet d = sheet_derive(s, catalog_srd(RULESET_2014), r->arena);
	const struct spell_slots *slots = d.slots.items;

	for (size_t i = 0; i < d.slots.count; i++) {
		const char *path =
		    arena_printf(r->arena, "system/spells/spell%.*s/value", STR_ARG(slots[i].key))
		        .p;

		if (!find_at(root, path))
			continue;
		push_count(r, &s->slots_used, slots[i].key,
		           slots[i].max - take_number(r, root, path, "/sheet/slots_used", 0,
		                                      slots[i].max, slots[i].max));
	}
	if (d.pact_slots.max && find_at(root, "system/spells/pact/value"))
		push_count(r, &s->slots_used, STR("pact"),
		           d.pact_slots.max - take_number(r, root, "system/spells/pact/value",
		                                          "/sheet/slots_used", 0, d.pact_slots.max,
		                                          d.pact_slots.max));
}

/* A maximum that follows from the sheet anyway is not written down. */
static void drop_usual_maximum(struct sheet *s, struct arena *arena)
{
	struct sheet plain = *s;

	plain.hp.max = 0;
	if (s->hp.max == sheet_hp_max(&plain, catalog_srd(RULESET_2014), arena))
		s->hp.max = 0;
}

static void read_details(struct reading *r, const struct any *root)
{
	struct sheet *s = &r->out->sheet;
	struct str race = any_text(find_at(root, "system/details/race"));
	struct str background = any_text(find_at(root, "system/details/background"));

	s->alignment = take_text(r, root, "system/details/alignment", "/sheet/alignment", TEXT_MAX);
	s->notes = take_text(r, root, "system/details/biography/value", "/sheet/notes", NOTES_MAX);
	s->xp = take_number(r, root, "system/details/xp/value", "/sheet/xp", 0, SHEET_XP_MAX, 0);
	/* Older versions have names here, newer ones the ids of items. */
	if (!s->species.n)
		set_species(r, STR("/system/details/race"), race);
	if (!s->background.n && background.n) {
		s->background = slug_of(background, r->arena);
		note(r, FATE_TAKEN, STR("/system/details/background"), "/sheet/background", "");
	}
}

static const char *const known_root[] = {"name",   "type",  "system", "items",     "img",
                                         "_id",    "_key",  "sort",   "ownership", "folder",
                                         "_stats", "flags", NULL};
static const char *const known_system[] = {"abilities", "attributes", "details", "skills",
                                           "spells",    "traits",     NULL};

bool read_foundry(struct reading *r, const struct any *root)
{
	struct sheet *s = &r->out->sheet;

	if (!str_eq(any_text(find_at(root, "type")), STR("character"))) {
		problem_add(r->problems, STR("/type"), "NOT_ALLOWED",
		            STR("must be character: other actors are no characters"));
		return false;
	}
	name_character(r, root, "name");
	read_abilities(r, root);
	read_skills(r, root);
	read_words(r, root, "system/traits/languages/value", &s->proficiencies.languages,
	           "/sheet/proficiencies/languages");
	read_hit_points(r, root);
	read_all_items(r, root);
	read_details(r, root);
	read_slots(r, root);
	drop_usual_maximum(s, r->arena);
	keep_rest(r, find_at(root, "system"), STR("/system"), known_system);
	keep_rest(r, root, STR(""), known_root);
	return true;
}
