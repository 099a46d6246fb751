/* Uses of features, and spell slots. */
#include "common/rules/derived.h"
#include "common/rules/sheet_changes.h"

#include "common/base/poison.h"

struct list sheet_counted(const struct list *counts, struct str key, int32_t value,
                          struct arena *arena)
{
	const struct sheet_count *old = counts->items;
	struct sheet_count *all = ARENA_ARRAY(arena, struct sheet_count, counts->count + 1);
	struct list fresh = {all, 0};

	for (size_t i = 0; i < counts->count; i++)
		if (!str_eq(old[i].key, key))
			all[fresh.count++] = old[i];
	if (value > 0)
		all[fresh.count++] = (struct sheet_count){key, value};
	return fresh;
}

/* By its slug, or by that of an earlier stage of it. */
static const struct derived_feature *find_feature(const struct derived_sheet *d, struct str slug,
                                                  const struct catalog *c)
{
	const struct catalog_feature *f = catalog_feature(c, slug);
	const struct derived_feature *all = d->features.items;

	for (size_t i = 0; i < d->features.count; i++)
		if (all[i].has_uses &&
		    (str_eq(all[i].slug, slug) || (f && str_eq(all[i].family, f->family))))
			return &all[i];
	return NULL;
}

/* What the sheet spends of all stages, gathered under the slug of the present one. */
static int32_t gather_used(const struct sheet *s, const struct derived_feature *feature,
                           const struct catalog *c, struct arena *arena, struct list *rest)
{
	const struct sheet_count *used = s->features_used.items;
	int64_t sum = 0;

	*rest = s->features_used;
	for (size_t i = 0; i < s->features_used.count; i++) {
		const struct catalog_feature *f = catalog_feature(c, used[i].key);

		if (!str_eq(used[i].key, feature->slug) &&
		    !(f && str_eq(f->family, feature->family)))
			continue;
		sum += used[i].value;
		*rest = sheet_counted(rest, used[i].key, 0, arena);
	}
	return sum > INT32_MAX ? INT32_MAX : (int32_t)sum;
}

static bool can_be_switched(const struct catalog *c, struct str slug)
{
	const struct effect_row *row = catalog_feature_effects(c, slug);

	for (uint32_t i = 0; row && i < row->count; i++)
		if (row->effects[i].when & WHEN_SWITCHED_ON)
			return true;
	return false;
}

static struct list switched(const struct sheet *s, struct str slug, bool on, struct arena *arena)
{
	const struct sheet_effect *old = s->effects.items;
	struct sheet_effect *all = ARENA_ARRAY(arena, struct sheet_effect, s->effects.count + 1);
	struct list fresh = {all, 0};

	for (size_t i = 0; i < s->effects.count; i++)
		if (!str_eq(old[i].effect, slug))
			all[fresh.count++] = old[i];
	if (on)
		all[fresh.count++] = (struct sheet_effect){.effect = slug};
	return fresh;
}

/* `amount` more or fewer uses are spent, and what the feature switches goes on or off. */
static enum sheet_error spend(const struct sheet *s, struct str feature, int32_t amount, bool more,
                              const struct catalog *c, struct arena *arena, struct sheet *out)
{
	struct derived_sheet d = sheet_derive(s, c, arena);
	const struct derived_feature *f = find_feature(&d, feature, c);
	struct list rest;
	int32_t used;

	if (!f || amount < 1)
		return SHEET_NO_SUCH_FEATURE;
	used = gather_used(s, f, c, arena, &rest);
	if (!more && used < amount)
		return SHEET_NOTHING_SPENT;
	if (more && f->uses.max != COUNTER_UNLIMITED &&
	    (used > f->uses.max || amount > f->uses.max - used))
		return SHEET_NO_USES_LEFT;
	*out = *s;
	/* What has no end is not counted. */
	if (!more || f->uses.max != COUNTER_UNLIMITED)
		out->features_used =
		    sheet_counted(&rest, f->slug, more ? used + amount : used - amount, arena);
	if (can_be_switched(c, f->slug))
		out->effects = switched(s, f->slug, more, arena);
	return SHEET_OK;
}

enum sheet_error sheet_use(const struct sheet *s, struct str feature, int32_t amount,
                           const struct catalog *c, struct arena *arena, struct sheet *out)
{
	return spend(s, feature, amount, true, c, arena, out);
}

enum sheet_error sheet_restore(const struct sheet *s, struct str feature, int32_t amount,
                               const struct catalog *c, struct arena *arena, struct sheet *out)
{
	return spend(s, feature, amount, false, c, arena, out);
}

static int32_t slots_there(const struct derived_sheet *d, struct str slot)
{
	const struct spell_slots *slots = d->slots.items;

	if (str_eq(slot, STR("pact")))
		return d->pact_slots.max;
	for (size_t i = 0; i < d->slots.count; i++)
		if (str_eq(slots[i].key, slot))
			return slots[i].max;
	return 0;
}

enum sheet_error sheet_spend_slot(const struct sheet *s, struct str slot, const struct catalog *c,
                                  struct arena *arena, struct sheet *out)
{
	struct derived_sheet d = sheet_derive(s, c, arena);
	int32_t there = slots_there(&d, slot), used = sheet_count(&s->slots_used, slot);

	if (!there)
		return SHEET_NO_SUCH_SLOT;
	if (used >= there)
		return SHEET_NO_SLOT_LEFT;
	*out = *s;
	out->slots_used = sheet_counted(&s->slots_used, slot, used + 1, arena);
	return SHEET_OK;
}

enum sheet_error sheet_restore_slot(const struct sheet *s, struct str slot, struct arena *arena,
                                    struct sheet *out)
{
	int32_t used = sheet_count(&s->slots_used, slot);

	if (used < 1)
		return SHEET_NOTHING_SPENT;
	*out = *s;
	out->slots_used = sheet_counted(&s->slots_used, slot, used - 1, arena);
	return SHEET_OK;
}
