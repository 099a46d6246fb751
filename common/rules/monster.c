#include "common/rules/monster.h"

#include "common/rules/abilities.h"

#include "common/base/poison.h"

/* What is gathered from one action after the other. */
struct gathering {
	struct arena *arena;
	bool in_lair;
	struct resource *resources;
	struct attack *attacks;
	size_t resource_count, attack_count;
};

static void add_resource(struct gathering *g, struct resource r)
{
	for (size_t i = 0; i < g->resource_count; i++)
		if (g->resources[i].kind == r.kind && g->resources[i].level == r.level &&
		    str_eq(g->resources[i].name, r.name))
			return;
	r.left = r.max;
	if (r.max > 0 && g->resource_count < RESOURCES_MAX)
		g->resources[g->resource_count++] = r;
}

/* The figure, or that of its lair. */
static int32_t in_lair(const struct gathering *g, int32_t elsewhere, int32_t there)
{
	return g->in_lair && there ? there : elsewhere;
}

/* Uses of a trait, an action or a spell, by what brings them back. */
static void add_uses(struct gathering *g, struct str name, const struct monster_uses *uses)
{
	const struct str *rests = uses->rests.items;
	struct resource r = {.name = name, .max = 1};

	if (str_eq(uses->kind, STR("recharge"))) {
		r.recharge = uses->min;
	} else if (str_eq(uses->kind, STR("day"))) {
		r.max = in_lair(g, uses->count, uses->count_in_lair);
		r.resets = RECHARGE_LONG;
	} else if (str_eq(uses->kind, STR("rest"))) {
		r.resets = RECHARGE_LONG;
		for (size_t i = 0; i < uses->rests.count; i++)
			if (str_eq(rests[i], STR("short")))
				r.resets = RECHARGE_SHORT;
	} else {
		return;
	}
	if (str_eq(name, STR("Legendary Resistance")))
		r = (struct resource){.kind = RESOURCE_LEGENDARY_RESISTANCE, .max = r.max};
	add_resource(g, r);
}

/* The first where its type can be chosen: who makes the attack may say else. */
static struct str type_of(const struct monster_damage *d)
{
	const struct str *types = d->types.items;

	return d->type.n || !d->types.count ? d->type : types[0];
}

/* "(2d6+3)[slashing]+1d6[fire]" */
static struct str damage_text(struct arena *arena, const struct list *damage)
{
	const struct monster_damage *d = damage->items;
	struct str text = {0};

	for (size_t i = 0; i < damage->count; i++) {
		struct str dice = d[i].dice.n ? d[i].dice : arena_printf(arena, "%d", d[i].flat);
		struct str type = type_of(&d[i]);

		if (str_find(dice, '+') < dice.n || str_find(dice, '-') < dice.n)
			dice = arena_printf(arena, "(%.*s)", STR_ARG(dice));
		text =
		    arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), i ? "+" : "", STR_ARG(dice));
		if (type.n)
			text = arena_printf(arena, "%.*s[%.*s]", STR_ARG(text), STR_ARG(type));
	}
	return text.n <= ATTACK_DAMAGE_MAX ? text : (struct str){0};
}

static void add_attack(struct gathering *g, const struct monster_action *a)
{
	bool melee = str_starts(a->attack.kind, STR("melee"));

	if (!a->attack.kind.n || !a->name.n || g->attack_count == ATTACKS_MAX)
		return;
	g->attacks[g->attack_count++] = (struct attack){
	    .name = a->name,
	    .to_hit = a->attack.bonus,
	    .damage = damage_text(g->arena, &a->damage),
	    /* A swarm reaches 0 feet, into its own space. */
	    .reach = melee && !a->attack.reach ? NEAR : a->attack.reach,
	    .range = a->attack.range,
	    .range_long = a->attack.range_long,
	};
}

static void add_actions(struct gathering *g, const struct list *actions)
{
	const struct monster_action *all = actions->items;

	for (size_t i = 0; i < actions->count; i++) {
		if (all[i].name.n)
			add_uses(g, all[i].name, &all[i].uses);
		add_attack(g, &all[i]);
	}
}

static void add_spells(struct gathering *g, const struct list *spellcasting)
{
	const struct monster_casting *all = spellcasting->items;

	for (size_t i = 0; i < spellcasting->count; i++) {
		const struct monster_spell *spells = all[i].spells.items;

		for (size_t k = 0; k < all[i].spells.count; k++)
			if (spells[k].spell.n)
				add_uses(g, spells[k].spell, &spells[k].uses);
		for (int32_t k = 0; k < MONSTER_SLOTS; k++)
			add_resource(g, (struct resource){.kind = RESOURCE_SLOT,
			                                  .level = k + 1,
			                                  .max = all[i].slots[k]});
		if (all[i].attack_bonus && g->attack_count < ATTACKS_MAX)
			g->attacks[g->attack_count++] =
			    (struct attack){.name = STR("Spell"), .to_hit = all[i].attack_bonus};
	}
}

static struct gathering gather(const struct monster *m, bool lair, struct arena *arena)
{
	struct gathering g = {.arena = arena,
	                      .in_lair = lair,
	                      .resources = ARENA_ARRAY(arena, struct resource, RESOURCES_MAX),
	                      .attacks = ARENA_ARRAY(arena, struct attack, ATTACKS_MAX)};

	add_actions(&g, &m->traits);
	add_actions(&g, &m->actions);
	add_actions(&g, &m->bonus_actions);
	add_actions(&g, &m->reactions);
	add_spells(&g, &m->spellcasting);
	add_resource(&g, (struct resource){.kind = RESOURCE_LEGENDARY_ACTION,
	                                   .max = in_lair(&g, m->legendary.per_round,
	                                                  m->legendary.per_round_in_lair)});
	return g;
}

struct stat_block monster_stat_block(const struct monster *m, struct str slug, bool lair,
                                     struct arena *arena)
{
	struct gathering g = gather(m, lair, arena);
	struct stat_block block = {
	    .kind = KIND_MONSTER,
	    .name = m->name,
	    .monster = slug,
	    .dexterity = m->abilities[SAVE_DEX],
	    .constitution = m->abilities[SAVE_CON],
	    .initiative_bonus = shape_seen(&monster_shape, m, "initiative")
	                            ? m->initiative
	                            : ability_modifier(m->abilities[SAVE_DEX]),
	    .armor_class = m->ac,
	    .hp = {.current = m->hp, .max = m->hp},
	    .hit_dice = m->hit_dice,
	    .resistances = m->resistances,
	    .vulnerabilities = m->vulnerabilities,
	    .immunities = m->immunities,
	    .condition_immunities = m->condition_immunities,
	    .speed = m->walk,
	    .resources = {g.resources, g.resource_count},
	    .attacks = {g.attacks, g.attack_count},
	    .xp = in_lair(&g, m->xp, m->xp_in_lair),
	};

	for (enum save i = 0; i < SAVES; i++)
		block.saves[i] = m->saves.seen.present >> i & 1 ? m->saves.bonus[i]
		                                                : ability_modifier(m->abilities[i]);
	return block;
}
