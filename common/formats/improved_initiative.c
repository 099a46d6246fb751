/* A character of Improved Initiative: a stat block, with hit points and notes beside it where it was
 * kept from fight to fight. Class and level are words at most; numbers are as somebody wrote them. */
#include "common/formats/reading.h"
#include "common/rules/derived.h"

#include "common/base/poison.h"

enum { NOTES_MAX = 20000 };

static const char *const short_names[ABILITIES] = {"Str", "Dex", "Con", "Int", "Wis", "Cha"};

static void read_abilities(struct reading *r, const struct any *block)
{
	for (int a = 0; a < ABILITIES; a++)
		r->out->sheet.abilities[a] = take_number(
		    r, block, arena_printf(r->arena, "Abilities/%s", short_names[a]).p,
		    arena_printf(r->arena, "/sheet/abilities/%s", ability_names[a]).p, 1, 30, 10);
}

/* "Hill Dwarf Cleric": the last word is a class if the compendium has it, what stands before it a
 * species; the level is the challenge. */
static void read_type(struct reading *r, const struct any *block)
{
	struct str type = str_trim(any_text(find_at(block, "Type")));
	size_t cut = type.n;
	struct str class;
	int32_t level = number_at(block, "Challenge");

	while (cut && type.p[cut - 1] != ' ')
		cut--;
	class = slug_of(str_sub(type, cut, type.n), r->arena);
	if (!class.n || (!catalog_class(catalog_srd(RULESET_2014), class) &&
	                 !catalog_class(catalog_srd(RULESET_2024), class))) {
		if (type.n)
			note(r, FATE_LEFT_OUT, STR("/Type"), "", "no class was found in it");
		return;
	}
	push_class(r, class, (struct str){0},
	           level < 1           ? 1
	           : level > LEVEL_MAX ? LEVEL_MAX
	                               : level);
	note(r, FATE_REPAIRED, STR("/Type"), "/sheet/classes",
	     "its last word, with the challenge as the level");
	set_species(r, STR("/Type"), str_sub(type, 0, cut));
}

/* A bonus that is the ability's and the proficiency bonus once or twice is proficient. */
static void read_skills(struct reading *r, const struct any *block)
{
	struct derived_sheet d = sheet_derive(&r->out->sheet, catalog_srd(RULESET_2014), r->arena);
	const struct any *all = find_at(block, "Skills");
	const struct derived_skill *skills = d.skills.items;
	size_t at_item = 0;

	for (const struct any *at = all ? all->first : NULL; at; at = at->next, at_item++) {
		struct str slug = slug_of(any_text(find_at(at, "Name")), r->arena);
		int32_t bonus = number_at(at, "Modifier");

		for (size_t i = 0; i < d.skills.count; i++) {
			int32_t more = bonus - skills[i].roll.bonus.value;

			if (!str_eq(skills[i].key, slug) || more < d.proficiency.value)
				continue;
			push_slug(r, &r->out->sheet.proficiencies.skills, slug);
			if (more >= 2 * d.proficiency.value)
				push_slug(r, &r->out->sheet.proficiencies.expertise, slug);
			note(r, FATE_REPAIRED, at_index(r, "/Skills/#", at_item),
			     "/sheet/proficiencies/skills", "proficient, by its modifier");
		}
	}
}

static void read_numbers(struct reading *r, const struct any *entry, const struct any *block)
{
	struct sheet *s = &r->out->sheet;
	struct derived_sheet d = sheet_derive(s, catalog_srd(RULESET_2014), r->arena);
	int32_t max = take_number(r, block, "HP/Value", "/sheet/hp/max", 1, HIT_POINTS_MAX, 0);

	if (max != d.hp_max.value)
		s->hp.max = max;
	s->armor_class = take_number(r, block, "AC/Value", "/sheet/armor_class", 1, 40, 0);
	if (s->armor_class == d.armor_class.value)
		s->armor_class = 0;
	if (find_at(entry, "CurrentHP"))
		sheet_set_hp(s, take_number(r, entry, "CurrentHP", "/sheet/hp/current", 0,
		                            HIT_POINTS_MAX, 0));
	else if (s->hp.max) /* nobody has hurt it yet */
		sheet_set_hp(s, s->hp.max);
}

static void read_languages(struct reading *r, const struct any *block)
{
	const struct any *all = find_at(block, "Languages");

	for (const struct any *at = all ? all->first : NULL; at; at = at->next)
		push_slug(r, &r->out->sheet.proficiencies.languages,
		          slug_of(any_text(at), r->arena));
	if (r->out->sheet.proficiencies.languages.count)
		note(r, FATE_TAKEN, STR("/Languages"), "/sheet/proficiencies/languages", "");
}

static const char *const known_block[] = {
    "Id",        "Version",   "Name",      "Path",
    "Type",      "HP",        "AC",        "Speed",
    "Abilities", "Skills",    "Player",    "Saves",
    "Source",    "Languages", "Challenge", "InitiativeModifier",
    NULL};
static const char *const known_entry[] = {"Id",    "Version",   "Name",         "Path", "StatBlock",
                                          "Notes", "CurrentHP", "LastUpdateMs", NULL};

bool read_improved_initiative(struct reading *r, const struct any *entry)
{
	const struct any *inner = find_at(entry, "StatBlock");
	const struct any *block = inner ? inner : entry;

	name_character(r, any_text(find_at(entry, "Name")).n ? entry : block, "Name");
	read_abilities(r, block);
	read_type(r, block);
	read_skills(r, block);
	read_languages(r, block);
	read_numbers(r, entry, block);
	if (inner) {
		r->out->sheet.notes = take_text(r, entry, "Notes", "/sheet/notes", NOTES_MAX);
		keep_rest(r, entry, STR(""), known_entry);
	}
	keep_rest(r, block, inner ? STR("/StatBlock") : STR(""), known_block);
	if (find_at(block, "Speed") || find_at(block, "Saves"))
		note(r, FATE_LEFT_OUT, STR("/Speed"), "", "speed and saves follow from the sheet");
	return true;
}
