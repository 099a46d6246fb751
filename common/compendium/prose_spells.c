/* The text of a Spellcasting trait: "Cantrips (at will): …", "1st level (4 slots): …", "3/day each: …". */
#include "common/compendium/entry.h"
#include "common/compendium/prose_place.h"
#include "common/rules/combatant.h"

#include "common/base/poison.h"

enum { SPELLS_MAX = 100, LEVELS = 9, SLOTS_MAX = 20, USES_MAX = 20, HEAD_MAX = 40 };

/* What stands before the colon of a line says of the spells behind it. */
struct head {
	int64_t level, slots, per_day; /* level -1: it does not say */
	bool at_will, mixed;           /* mixed: of levels up to that one */
};

/* "4 slots)", "4 5th-level slots)" behind the parenthesis; the level of a warlock's slots is theirs. */
static bool read_slots(struct place *p, struct head *out)
{
	struct place here = *p;
	int64_t level;

	if (!place_number(&here, &out->slots))
		return false;
	if (place_number(&here, &level))
		out->level = level;
	return out->slots >= 1 && out->slots <= SLOTS_MAX && out->level >= 1 &&
	       out->level <= LEVELS && place_has(str_sub(here.text, here.at, here.text.n), "slot");
}

static bool read_head(struct str text, struct head *out)
{
	struct place p = {text, 0};
	int64_t number;

	*out = (struct head){.level = -1,
	                     .mixed =
	                         place_find(text, 0, STR("-")) < place_find(text, 0, STR("level"))};
	/* Bullets of any kind. */
	while (p.at < text.n && !place_digit(text.p[p.at]) &&
	       !(text.p[p.at] >= 'a' && text.p[p.at] <= 'z'))
		p.at++;
	if (place_word(&p, "cantrip") || place_word(&p, "at will")) {
		out->at_will = true;
		out->level = place_has(text, "cantrip") ? 0 : -1;
		return true;
	}
	if (!place_number(&p, &number))
		return false;
	if (place_word(&p, "/")) {
		out->per_day = number;
		return place_word(&p, "day") && number >= 1 && number <= USES_MAX;
	}
	out->level = number;
	p.at = place_find(text, p.at, STR("("));
	return p.at < text.n && place_has(text, "level") && place_word(&p, "(") &&
	       read_slots(&p, out);
}

static void add_spell(struct any *spells, struct str name, const struct head *head,
                      struct arena *arena)
{
	struct any *spell, *uses;
	struct str slug;

	name.n = str_find(name, '(');
	slug = entry_slug(name, arena);
	if (!slug.n || spells->count == SPELLS_MAX)
		return;
	spell = any_new(arena, ANY_MAP);
	any_put(spell, STR("spell"), any_of_text(arena, slug));
	if (head->level >= 0 && !head->mixed)
		any_put(spell, STR("level"), any_of_int(arena, head->level));
	if (head->at_will) {
		any_put(spell, STR("uses"), any_of_text(arena, STR("at_will")));
	} else if (head->per_day) {
		uses = any_new(arena, ANY_MAP);
		any_put(uses, STR("kind"), any_of_text(arena, STR("day")));
		any_put(uses, STR("count"), any_of_int(arena, head->per_day));
		any_put(spell, STR("uses"), uses);
	}
	any_push(spells, spell);
}

static void read_line(struct any *casting, struct str line, struct arena *arena)
{
	struct str spells = line, before = str_cut(&spells, ':');
	struct any *slots = any_get(casting, "slots");
	struct head head;

	if (before.n > HEAD_MAX || before.n == line.n || !read_head(before, &head))
		return;
	if (head.slots) {
		struct any *count = any_of_int(arena, head.slots);

		if (!slots) {
			any_put(casting, STR("slots"), any_new(arena, ANY_MAP));
			slots = any_get(casting, "slots");
		}
		any_put(slots, arena_printf(arena, "%d", (int)head.level), count);
	}
	while (spells.n)
		add_spell(any_get(casting, "spells"), str_cut(&spells, ','), &head, arena);
}

/* The number behind the words, or `otherwise`. */
static int64_t behind(struct str text, const char *words, int64_t otherwise)
{
	struct place p = {text, place_find(text, 0, str_of(words))};
	int64_t number;

	p.at += strlen(words);
	place_word(&p, "+");
	return p.at < text.n && place_number(&p, &number) ? number : otherwise;
}

static const char *named_ability(struct str text)
{
	static const char *const names[] = {"strength",     "dexterity", "constitution",
	                                    "intelligence", "wisdom",    "charisma"};

	for (size_t i = 0; i < SAVES; i++)
		if (place_has(text, names[i]))
			return save_names[i];
	return NULL;
}

/* "spellcasting ability is Wisdom", "using Wisdom as the spellcasting ability" */
static const char *ability_in(struct str text)
{
	struct str mark = STR("spellcasting ability");
	size_t at = place_find(text, 0, mark), from = at > HEAD_MAX ? at - HEAD_MAX : 0;
	const char *found;

	if (at == text.n)
		return NULL;
	found = named_ability(str_sub(text, at + mark.n, HEAD_MAX));
	return found ? found : named_ability(str_sub(text, from, at - from));
}

struct any *prose_spellcasting(struct str name, struct str text, struct arena *arena)
{
	struct str low = prose_lower(text, arena), rest = low;
	struct any *casting = any_new(arena, ANY_MAP), *spells = any_new(arena, ANY_LIST);
	int64_t dc = behind(low, "spell save dc ", 0), bonus;
	const char *ability = ability_in(low);
	struct place hits = {low, 0};

	any_put(casting, STR("name"), any_of_text(arena, name));
	any_put(casting, STR("innate"), any_of_bool(arena, place_has(low, "innate")));
	if (ability)
		any_put(casting, STR("ability"), any_of_text(arena, str_of(ability)));
	if (dc >= 1 && dc <= 40)
		any_put(casting, STR("save_dc"), any_of_int(arena, dc));
	hits.at = place_find(low, 0, STR(" to hit with spell attack"));
	while (hits.at < low.n && hits.at > 0 && place_digit(low.p[hits.at - 1]))
		hits.at--;
	if (hits.at < low.n && place_number(&hits, &bonus) && bonus >= 1 && bonus <= 30)
		any_put(casting, STR("attack_bonus"), any_of_int(arena, bonus));
	any_put(casting, STR("spells"), spells);
	while (rest.n)
		read_line(casting, str_cut(&rest, '\n'), arena);
	return any_first(any_get(casting, "spells")) ? casting : NULL;
}
