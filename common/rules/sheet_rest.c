/* Rests. SRD 5.1 "Resting", SRD 5.2 "Rules Glossary": Short Rest, Long Rest; RULES D7. */
#include "common/rules/derived.h"
#include "common/rules/sheet_changes.h"

#include "common/base/poison.h"

static struct str die_name(struct arena *arena, int32_t die)
{
	return arena_printf(arena, "d%d", (int)die);
}

static const struct hit_dice *find_dice(const struct derived_sheet *d, int32_t die)
{
	const struct hit_dice *all = d->hit_dice.items;

	for (size_t i = 0; i < d->hit_dice.count; i++)
		if (all[i].die == die)
			return &all[i];
	return NULL;
}

static int32_t roll_hit_die(const struct derived_sheet *d, int32_t die, const struct catalog *c,
                            const struct dice *dice)
{
	const struct derived_ability *abilities = d->abilities.items;

	return rest_hit_die(c->ruleset, dice_roll(dice, die), abilities[ABILITY_CON].modifier);
}

static bool of_family(const struct catalog *c, struct str key, const struct derived_feature *d)
{
	const struct catalog_feature *f = catalog_feature(c, key);

	return str_eq(key, d->slug) || (f && str_eq(f->family, d->family));
}

/* The counts of features that are not the character's stay as they are. */
static void restore_features(struct sheet *out, const struct derived_sheet *d,
                             const struct catalog *c, const struct dice *dice, struct arena *arena,
                             enum rest rest)
{
	const struct derived_feature *all = d->features.items;

	for (size_t i = 0; i < d->features.count; i++) {
		struct list before = out->features_used;
		const struct sheet_count *used = before.items;

		int32_t still = rest_spent(rest, all[i].uses.resets,
		                           all[i].uses.regain_on_short_rest, all[i].uses.used);

		if (!all[i].has_uses || !all[i].uses.used || still == all[i].uses.used)
			continue;
		if (!still)
			still = all[i].uses.used -
			        rest_regained(all[i].uses.regain, all[i].uses.used, dice, arena);
		for (size_t k = 0; k < before.count; k++)
			if (of_family(c, used[k].key, &all[i]))
				out->features_used =
				    sheet_counted(&out->features_used, used[k].key, 0, arena);
		out->features_used = sheet_counted(&out->features_used, all[i].slug, still, arena);
	}
}

enum sheet_error sheet_short_rest(const struct sheet *s, const int32_t *dice_sizes, size_t count,
                                  const struct catalog *c, const struct dice *dice,
                                  struct arena *arena, struct sheet *out, int32_t *gained)
{
	struct derived_sheet d = sheet_derive(s, c, arena);
	int32_t hp = d.hp_current;

	if (c->ruleset == RULESET_2024 && hp < 1)
		return SHEET_NO_HIT_POINTS;
	*out = *s;
	for (size_t i = 0; i < count; i++) {
		const struct hit_dice *left = find_dice(&d, dice_sizes[i]);
		struct str name = die_name(arena, dice_sizes[i]);
		int32_t used = sheet_count(&out->hit_dice_used, name), gain;

		if (!left || used >= left->max)
			return SHEET_NO_HIT_DICE;
		gain = roll_hit_die(&d, dice_sizes[i], c, dice);
		out->hit_dice_used = sheet_counted(&out->hit_dice_used, name, used + 1, arena);
		hp = hp + gain < d.hp_max.value ? hp + gain : d.hp_max.value;
		if (gained)
			gained[i] = gain;
	}
	if (count)
		sheet_set_hp(out, hp);
	restore_features(out, &d, c, dice, arena, REST_SHORT);
	out->slots_used = sheet_counted(&s->slots_used, STR("pact"), 0, arena);
	return SHEET_OK;
}

/* The largest first, as a player would. */
static void restore_hit_dice(struct sheet *out, const struct derived_sheet *d,
                             const struct catalog *c, struct arena *arena)
{
	int32_t back = rest_hit_dice(c->ruleset, d->level);

	if (c->ruleset == RULESET_2024) {
		out->hit_dice_used = (struct list){0};
		return;
	}
	for (int32_t die = 20; die > 0 && back > 0; die--) {
		struct str name;
		int32_t used, some;

		if (!find_dice(d, die))
			continue;
		name = die_name(arena, die);
		used = sheet_count(&out->hit_dice_used, name);
		some = used < back ? used : back;
		out->hit_dice_used = sheet_counted(&out->hit_dice_used, name, used - some, arena);
		back -= some;
	}
}

enum sheet_error sheet_long_rest(const struct sheet *s, const struct catalog *c,
                                 struct arena *arena, struct sheet *out)
{
	struct derived_sheet d = sheet_derive(s, c, arena);

	if (d.hp_current < 1)
		return SHEET_NO_HIT_POINTS;
	*out = *s;
	restore_features(out, &d, c, NULL, arena, REST_LONG);
	restore_hit_dice(out, &d, c, arena);
	out->slots_used = (struct list){0};
	out->exhaustion = rest_exhaustion(out->exhaustion);
	out->hp.temp = 0;
	/* By the maximum that the easier exhaustion leaves. */
	if (sheet_has_hp(s))
		sheet_set_hp(out, sheet_derive(out, c, arena).hp_max.value);
	return SHEET_OK;
}

void sheet_dawn(const struct sheet *s, const struct catalog *c, const struct dice *dice,
                struct arena *arena, struct sheet *out)
{
	struct derived_sheet d = sheet_derive(s, c, arena);

	*out = *s;
	restore_features(out, &d, c, dice, arena, REST_DAWN);
}
