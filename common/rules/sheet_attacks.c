/* The attacks that a character brings into a fight. */
#include "common/rules/sheet_attacks.h"

#include "common/base/poison.h"

struct list_of_attacks {
	struct arena *arena;
	struct attack *all;
	size_t count;
};

static int32_t within(int32_t value, int32_t min, int32_t max)
{
	return value < min ? min : value > max ? max : value;
}

/* "2d6[slashing]", "(2d6+3)[slashing]", "4[bludgeoning]". */
static struct str part_text(struct arena *arena, const struct damage_part *p)
{
	const char *type = damage_type_names[p->type];

	if (!p->dice.n)
		return arena_printf(arena, "%d[%s]", p->bonus, type);
	if (!p->bonus)
		return arena_printf(arena, "%.*s[%s]", STR_ARG(p->dice), type);
	return arena_printf(arena, "(%.*s%+d)[%s]", STR_ARG(p->dice), p->bonus, type);
}

/* With what comes besides, as far as there is room. */
static struct str damage_text(struct arena *arena, const struct derived_attack *d, struct str dice)
{
	const struct damage_part *extra = d->extra.items;
	struct damage_part own = d->damage;
	struct str text;

	own.dice = dice;
	text = part_text(arena, &own);
	for (size_t i = 0; i < d->extra.count; i++) {
		struct str part = part_text(arena, &extra[i]);

		if (text.n + part.n + 1 <= ATTACK_DAMAGE_MAX)
			text = arena_printf(arena, "%.*s+%.*s", STR_ARG(text), STR_ARG(part));
	}
	return text;
}

static bool taken(const struct list_of_attacks *list, struct str name)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->all[i].name, name))
			return true;
	return false;
}

/* Under a name of its own; past ATTACKS_MAX there is no room. */
static void add(struct list_of_attacks *list, struct attack a)
{
	struct str name = str_sub(a.name, 0, ATTACK_NAME_MAX - 4);

	if (list->count == ATTACKS_MAX)
		return;
	for (int n = 2; taken(list, a.name); n++)
		a.name = arena_printf(list->arena, "%.*s %d", STR_ARG(name), n);
	list->all[list->count++] = a;
}

static void add_weapon(struct list_of_attacks *list, const struct derived_attack *d)
{
	struct attack a = {
	    .name = d->off_hand ? arena_printf(list->arena, "%.*s (off hand)", STR_ARG(d->name))
	                        : d->name,
	    .to_hit = within(d->hit.bonus.value, -TO_HIT_MAX, TO_HIT_MAX),
	    .damage = damage_text(list->arena, d, d->damage.dice),
	    .reach = d->reach,
	    .range = d->range,
	    .range_long = d->range_long,
	    .critical = d->critical == NATURAL_20 ? 0 : d->critical,
	    .mastery = d->mastered ? d->mastery : (struct str){0},
	};

	if (a.name.n > ATTACK_NAME_MAX)
		return;
	if (str_eq(a.mastery, STR("graze")) && d->mastery_value)
		a.miss = arena_printf(list->arena, "%d[%s]", d->mastery_value,
		                      damage_type_names[d->damage.type]);
	add(list, a);
	if (!d->versatile.n)
		return;
	a.name = arena_printf(list->arena, "%.*s (two hands)", STR_ARG(d->name));
	a.damage = damage_text(list->arena, d, d->versatile);
	add(list, a);
}

struct list sheet_attacks(const struct derived_sheet *d, struct arena *arena)
{
	const struct derived_attack *weapons = d->attacks.items;
	const struct derived_casting *castings = d->spellcasting.items;
	struct list_of_attacks list = {arena, ARENA_ARRAY(arena, struct attack, ATTACKS_MAX), 0};

	for (size_t i = 0; i < d->attacks.count; i++)
		add_weapon(&list, &weapons[i]);
	for (size_t i = 0; i < d->spellcasting.count; i++)
		add(&list,
		    (struct attack){
		        .name = STR("Spell"),
		        .to_hit = within(castings[i].attack.bonus.value, -TO_HIT_MAX, TO_HIT_MAX),
		    });
	return (struct list){list.all, list.count};
}
