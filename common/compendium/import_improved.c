/* Improved Initiative: a map of everything by "Creatures.<id>" and "Spells.<id>", or stat blocks by themselves.
 * Its attacks are texts only. */
#include "common/compendium/import_parts.h"

#include "common/base/poison.h"

static const struct mapping stat_block[] = {
    {"name", "Name", COPY},
    {"desc", "Description", TEXT},
    {"ac", "AC.Value", INTEGER},
    {"ac_text", "AC.Notes", COPY},
    {"hp", "HP.Value", INTEGER},
    {"hit_dice", "HP.Notes", DICE},
    {"cr", "Challenge", RATING},
    {"initiative_modifier", "InitiativeModifier", INTEGER},
    {"abilities.str", "Abilities.Str", INTEGER},
    {"abilities.dex", "Abilities.Dex", INTEGER},
    {"abilities.con", "Abilities.Con", INTEGER},
    {"abilities.int", "Abilities.Int", INTEGER},
    {"abilities.wis", "Abilities.Wis", INTEGER},
    {"abilities.cha", "Abilities.Cha", INTEGER},
    {"saves", "Saves", SAVE_BONUSES},
    {"skills", "Skills", SKILL_BONUSES},
    {"speeds", "Speed", SPEED_TEXTS},
    {"senses", "Senses", SENSE_TEXTS},
    {"languages_list", "Languages", COPY},
    {"vulnerabilities", "DamageVulnerabilities", DAMAGE},
    {"resistances", "DamageResistances", DAMAGE},
    {"immunities", "DamageImmunities", DAMAGE},
    {"condition_immunities", "ConditionImmunities", CONDITION_NAMES},
};

static const struct mapping spell[] = {
    {"name", "Name", COPY},
    {"desc", "Description", TEXT},
    {"level", "Level", INTEGER},
    {"school", "School", WORD},
    {"classes", "Classes", WORDS},
    {"ritual", "Ritual", TRUTH},
    {"casting_time", "CastingTime", CASTING},
    {"range", "Range", RANGE},
    {"components", "Components", COMPONENTS},
    {"duration", "Duration", DURATION},
};

/* "Medium humanoid (elf, drow), neutral evil". */
static void put_type(struct import *im, struct import_entry *e, struct str said)
{
	struct str low = prose_lower(said, im->arena), rest = low, subtypes = {0}, size;
	struct any *list = any_new(im->arena, ANY_LIST);
	size_t open = str_find(low, '('), close = str_find(low, ')');

	if (open < close && close < low.n) {
		subtypes = str_sub(low, open + 1, close - open - 1);
		rest = str_sub(low, close + 1, low.n);
		str_cut(&rest, ',');
		low = str_sub(low, 0, open);
	} else {
		str_cut(&rest, ',');
		low = str_sub(low, 0, str_find(low, ','));
	}
	rest = str_trim(rest);
	low = str_trim(low);
	if (rest.n)
		any_put(e->data, STR("alignment"), any_of_text(im->arena, rest));
	size = str_cut(&low, ' ');
	if (str_eq(size, STR("tiny")) || str_eq(size, STR("small")) ||
	    str_eq(size, STR("medium")) || str_eq(size, STR("large")) ||
	    str_eq(size, STR("huge")) || str_eq(size, STR("gargantuan")))
		any_put(e->data, STR("size"), any_of_text(im->arena, size));
	if (str_trim(low).n)
		any_put(e->data, STR("type"), any_of_text(im->arena, str_trim(low)));
	while (subtypes.n) {
		struct str one = str_trim(str_cut(&subtypes, ','));

		if (one.n)
			any_push(list, any_of_text(im->arena, one));
	}
	any_put(e->data, STR("subtypes"), list);
}

static void put_actions(struct import *im, struct import_entry *e, const struct any *value)
{
	static const struct {
		const char *from, *to;
	} lists[] = {{"Traits", "traits"},
	             {"Actions", "actions"},
	             {"BonusActions", "bonus_actions"},
	             {"Reactions", "reactions"},
	             {"LegendaryActions", "legendary_list"},
	             {"MythicActions", "mythic_actions"}};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		for (const struct any *a = any_first(any_get(value, lists[i].from)); a;
		     a = a->next) {
			struct str usage = any_text(any_get(a, "Usage")),
			           name = any_text(any_get(a, "Name"));

			if (usage.n)
				name = arena_printf(im->arena, "%.*s (%.*s)", STR_ARG(name),
				                    STR_ARG(usage));
			import_action(im, e, lists[i].to, name, any_text(any_get(a, "Content")));
		}
}

static struct str source_of(const struct any *value)
{
	struct str source = any_text(any_get(value, "Source"));

	return source.n ? str_sub(source, 0, 120) : STR("Improved Initiative");
}

static bool take_stat_block(struct import *im, const struct any *value, struct str place)
{
	struct import_entry *e;
	struct any *modifier, *senses, *passive;

	if (!any_is(any_get(value, "HP"), ANY_MAP) || !any_is(any_get(value, "Abilities"), ANY_MAP))
		return false;
	e = import_add(im, ENTRY_MONSTERS, place);
	if (!e)
		return true;
	e->source = source_of(value);
	MAP_FIELDS(
	    im, e, value, stat_block,
	    "Id Path Source Type Version Traits Actions BonusActions Reactions LegendaryActions "
	    "MythicActions Player ImageURL");
	put_type(im, e, any_text(any_get(value, "Type")));
	put_actions(im, e, value);
	import_finish_monster(im, e);
	/* Theirs is what is added to the die; ours is too. */
	modifier = any_take(e->data, "initiative_modifier");
	if (modifier && any_int(modifier, 0))
		any_put(e->data, STR("initiative"), modifier);
	senses = any_get(e->data, "senses");
	passive = senses ? any_take(senses, "passive_perception") : NULL;
	if (passive)
		any_put(e->data, STR("passive_perception"), passive);
	return true;
}

static bool take_spell(struct import *im, const struct any *value, struct str place)
{
	struct import_entry *e;
	struct str duration = prose_lower(any_text(any_get(value, "Duration")), im->arena);

	if (!any_get(value, "CastingTime") || !any_get(value, "School"))
		return false;
	e = import_add(im, ENTRY_SPELLS, place);
	if (!e)
		return true;
	e->source = source_of(value);
	MAP_FIELDS(im, e, value, spell, "Id Path Source Version");
	any_put(e->data, STR("concentration"),
	        any_of_bool(im->arena, str_starts(duration, STR("concentration"))));
	return true;
}

bool import_improved(struct import *im, const struct any *value, struct str place)
{
	bool any = false;

	if (take_stat_block(im, value, place) || take_spell(im, value, place))
		return true;
	if (!any_is(value, ANY_MAP))
		return false;
	for (const struct any *m = value->first; m; m = m->next) {
		bool known =
		    str_starts(m->key, STR("Creatures.")) || str_starts(m->key, STR("Spells."));
		bool other = str_starts(m->key, STR("PersistentCharacters.")) ||
		             str_starts(m->key, STR("SavedEncounters."));

		any |= known || other;
		if (other)
			import_skip(im, m->key, STR("only creatures and spells are kept"));
		else if (known && !take_stat_block(im, m, m->key) && !take_spell(im, m, m->key))
			import_skip(im, m->key, STR("is no stat block and no spell"));
	}
	return any;
}
