#include "common/rules/sheet_life.h"

#include "common/rules/derived.h"

#include "common/base/poison.h"

/* Nobody else is there to be mistaken for it. */
static const struct uuid only = {.b = {1}};

static void mark_seen(struct move *move, const char *field)
{
	const struct shape *shape = move_rows[move->type].shape;

	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->fields[i].name, field) == 0)
			move->seen.present |= UINT64_C(1) << i;
}

/* A fight of one, in whose turn it is. */
static enum rule_error stage(const struct sheet *s, const struct catalog *c,
                             const struct dice *dice, struct arena *arena, struct encounter *e)
{
	const struct stat_block stats = sheet_stat_block(s, c, arena, STR("character"), only);
	struct encounter empty = {
	    .ruleset = c->ruleset, .status = ENCOUNTER_ACTIVE, .round = 1, .next_ordinal = 1};
	struct uuid id = only;
	struct move join = {
	    .type = MOVE_ADD_COMBATANT, .stats = &stats, .new_ids = {.items = &id, .count = 1}};
	struct outcome out = {0};
	enum rule_error error = rules_apply(&empty, &join, dice, arena, e, &out);

	if (error)
		return error;
	e->turn = only;
	e->combatants[0].rolled = true;
	if (!e->combatants[0].hp.current)
		e->combatants[0].dying = (struct dying){.dead = s->dying.dead,
		                                        .stable = s->dying.stable,
		                                        .successes = s->dying.successes,
		                                        .failures = s->dying.failures};
	return RULE_OK;
}

enum rule_error sheet_befall(const struct sheet *s, struct move move, const struct catalog *c,
                             const struct dice *dice, struct arena *arena, struct sheet *out,
                             struct list *told)
{
	struct encounter before, after;
	struct outcome outcome = {0};
	struct uuid id = only;
	enum rule_error error = stage(s, c, dice, arena, &before);
	struct consequence *all;

	move.combatant_id = only;
	move.targets = (struct list){&id, 1};
	mark_seen(&move, "amount");
	if (!error)
		error = rules_apply(&before, &move, dice, arena, &after, &outcome);
	if (error)
		return error;
	*out = *s;
	sheet_set_hp(out, after.combatants[0].hp.current);
	out->hp.temp = after.combatants[0].hp.temp;
	out->exhaustion = after.combatants[0].exhaustion;
	out->dying = (struct sheet_dying){.successes = after.combatants[0].dying.successes,
	                                  .failures = after.combatants[0].dying.failures,
	                                  .stable = after.combatants[0].dying.stable,
	                                  .dead = after.combatants[0].dying.dead};
	*told = outcome.consequences;
	all = told->items;
	for (size_t i = 0; i < told->count; i++)
		all[i].combatant_id = (struct uuid){{0}};
	return RULE_OK;
}

bool sheet_award(const struct sheet *s, int32_t points, struct sheet *out)
{
	int64_t sum = (int64_t)s->xp + points;

	*out = *s;
	out->xp = (int32_t)(sum < 0 || sum > SHEET_XP_MAX ? s->xp : sum);
	return sum >= 0 && sum <= SHEET_XP_MAX;
}

struct list sheet_largest_hit_dice(const struct sheet *s, int32_t count, const struct catalog *c,
                                   struct arena *arena)
{
	struct derived_sheet d = sheet_derive(s, c, arena);
	const struct hit_dice *dice = d.hit_dice.items;
	int32_t *sizes = ARENA_ARRAY(arena, int32_t, (size_t)(count > 0 ? count : 0) + 1);
	struct list list = {sizes, 0};

	for (int32_t die = 20; die > 0; die--)
		for (size_t i = 0; i < d.hit_dice.count; i++)
			for (int32_t k = dice[i].used; dice[i].die == die && k < dice[i].max; k++)
				if ((int32_t)list.count < count)
					sizes[list.count++] = die;
	return list;
}

void sheet_settle(struct sheet *s, const struct catalog *c, struct arena *arena)
{
	if (s->hp.seen.present && !sheet_has_hp(s))
		sheet_set_hp(s, sheet_hp_max(s, c, arena));
	if (!sheet_has_hp(s) || s->hp.current > 0)
		s->dying = (struct sheet_dying){0};
}

static bool had_class(const struct sheet *before, const struct sheet_class *class)
{
	const struct sheet_class *all = before ? before->classes.items : NULL;

	for (size_t i = 0; all && i < before->classes.count; i++)
		if (str_eq(all[i].name, class->name) && str_eq(all[i].subclass, class->subclass))
			return true;
	return false;
}

static const char *unknown_class(const struct sheet *s, const struct sheet *before,
                                 const struct catalog *c, struct arena *arena)
{
	const struct sheet_class *all = s->classes.items;

	for (size_t i = 0; i < s->classes.count; i++) {
		if (had_class(before, &all[i]))
			continue;
		if (!catalog_class(c, all[i].name))
			return arena_printf(arena, "/sheet/classes/%zu/class", i).p;
		if (all[i].subclass.n && !catalog_subclass(c, all[i].subclass))
			return arena_printf(arena, "/sheet/classes/%zu/subclass", i).p;
	}
	return NULL;
}

static const char *unknown_in(const struct list *slugs, const struct list *before, const char *name,
                              const struct catalog *c, struct arena *arena)
{
	const struct str *all = slugs->items;

	for (size_t i = 0; i < slugs->count; i++)
		if (!(before && sheet_lists(before, all[i])) && !catalog_feat(c, all[i]) &&
		    !catalog_feature(c, all[i]))
			return arena_printf(arena, "/sheet/%s/%zu", name, i).p;
	return NULL;
}

static bool fresh(struct str slug, const struct sheet *before, struct str had)
{
	return slug.n && !(before && str_eq(slug, had));
}

const char *sheet_unknown(const struct sheet *s, const struct sheet *before,
                          const struct catalog *c, struct arena *arena)
{
	static const struct sheet none;
	const struct sheet *had = before ? before : &none;
	const char *field = unknown_class(s, before, c, arena);

	if (!field && fresh(s->species, before, had->species) && !catalog_species(c, s->species))
		field = "/sheet/species";
	if (!field && fresh(s->lineage, before, had->lineage) && !catalog_lineage(c, s->lineage))
		field = "/sheet/lineage";
	if (!field && fresh(s->background, before, had->background) &&
	    !catalog_background(c, s->background))
		field = "/sheet/background";
	if (!field)
		field = unknown_in(&s->feats, &had->feats, "feats", c, arena);
	return field ? field : unknown_in(&s->features, &had->features, "features", c, arena);
}
