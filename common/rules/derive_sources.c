/* Where a sheet's numbers come from: its classes, what is worn, and the effects that hold. */
#include "common/rules/derive.h"

#include "common/base/poison.h"

bool switched_on(const struct sheet *s, struct str slug)
{
	const struct sheet_effect *e = s->effects.items;

	for (size_t i = 0; i < s->effects.count; i++)
		if (str_eq(e[i].effect, slug))
			return true;
	return false;
}

int32_t class_level(const struct reckoning *r, struct str class)
{
	int32_t level = 0;

	for (size_t i = 0; i < r->class_count; i++)
		if (str_eq(r->classes[i].of->name, class))
			level += r->classes[i].of->level;
	return level < LEVEL_MAX ? level : LEVEL_MAX;
}

static void unknown(struct reckoning *r, struct str slug)
{
	if (slug.n)
		list_push(r->arena, &r->out->unknown, sizeof slug, &slug);
}

static void find_classes(struct reckoning *r)
{
	const struct sheet_class *c = r->sheet->classes.items;

	for (size_t i = 0; i < r->sheet->classes.count && i < CLASSES_MAX; i++) {
		struct class_row row = {&c[i], catalog_class(r->catalog, c[i].name),
		                        catalog_subclass(r->catalog, c[i].subclass)};

		if (row.subclass && !str_eq(row.subclass->class, c[i].name))
			row.subclass = NULL;
		if (!row.class)
			unknown(r, c[i].name);
		else if (!row.subclass)
			unknown(r, c[i].subclass);
		r->classes[r->class_count++] = row;
	}
}

/* The equipment behind an item: itself, or what the magic item is one of. */
static struct worn find_worn(const struct reckoning *r, const struct sheet_item *item)
{
	struct worn w = {.item = item, .equipment = catalog_item(r->catalog, item->item)};

	if (!w.equipment)
		w.magic = catalog_magic_item(r->catalog, item->item);
	if (w.magic)
		w.equipment =
		    catalog_item(r->catalog, w.magic->base.n ? w.magic->base : item->base);
	if (!w.equipment && !w.magic)
		w.equipment = catalog_item(r->catalog, item->base);
	w.works = w.magic && (item->attuned || !w.magic->attunement);
	return w;
}

static void find_equipment(struct reckoning *r)
{
	const struct sheet_item *items = r->sheet->equipment.items;

	r->worn = ARENA_ARRAY(r->arena, struct worn, r->sheet->equipment.count);
	for (size_t i = 0; i < r->sheet->equipment.count; i++) {
		struct worn *w = &r->worn[r->worn_count];

		if (!items[i].equipped || items[i].quantity < 1)
			continue;
		*w = find_worn(r, &items[i]);
		r->worn_count++;
		if (!w->equipment || !w->equipment->is_armor)
			continue;
		if (w->equipment->armor.kind == ARMOR_SHIELD)
			r->shield = r->shield ? r->shield : w;
		else
			r->armor = r->armor ? r->armor : w;
	}
	r->when = r->armor ? WHEN_ARMORED : WHEN_UNARMORED;
	if (!r->armor || r->armor->equipment->armor.kind != ARMOR_HEAVY)
		r->when |= WHEN_NOT_HEAVY;
	if (!r->shield)
		r->when |= WHEN_NO_SHIELD;
}

/* Whether an effect holds at all, whatever the roll. */
static bool holds(const struct reckoning *r, const struct effect *e, bool on, int32_t scale)
{
	enum { WORN = WHEN_UNARMORED | WHEN_ARMORED | WHEN_NOT_HEAVY | WHEN_NO_SHIELD };
	uint32_t worn = e->when & WORN;

	return (worn & r->when) == worn && (on || !(e->when & WHEN_SWITCHED_ON)) &&
	       (scale >= 2 || !(e->when & WHEN_SCALE_2)) &&
	       (scale >= 3 || !(e->when & WHEN_SCALE_3)) &&
	       (scale >= 4 || !(e->when & WHEN_SCALE_4)) &&
	       (scale >= 5 || !(e->when & WHEN_SCALE_5));
}

static bool is_active(const struct reckoning *r, const struct effect *e)
{
	for (size_t i = 0; i < r->active_count; i++)
		if (r->active[i].effect == e)
			return true;
	return false;
}

/* Of two sources of the very same effect only the first counts. */
static void add_effects(struct reckoning *r, const struct effect *effects, size_t count,
                        const struct active *from, bool on)
{
	for (size_t i = 0; i < count; i++) {
		if (!holds(r, &effects[i], on, from->scale) || is_active(r, &effects[i]))
			continue;
		if (r->active_count == r->active_room) {
			struct active *old = r->active;

			r->active_room = r->active_room ? r->active_room * 2 : 64;
			r->active = ARENA_ARRAY(r->arena, struct active, r->active_room);
			if (r->active_count)
				memcpy(r->active, old, r->active_count * sizeof *old);
		}
		r->active[r->active_count] = *from;
		r->active[r->active_count++].effect = &effects[i];
	}
}

static void add_feature(struct reckoning *r, struct str slug, const struct catalog_class *class,
                        int32_t level)
{
	const struct effect_row *row = catalog_feature_effects(r->catalog, slug);

	if (row)
		add_effects(r, row->effects, row->count,
		            &(struct active){.source = slug, .class = class, .class_level = level},
		            switched_on(r->sheet, row->by ? str_of(row->by) : slug));
}

static void add_gains(struct reckoning *r, const struct catalog_gain *gains, size_t count,
                      const struct class_row *c)
{
	for (size_t i = 0; i < count && gains[i].level <= c->of->level; i++)
		add_feature(r, gains[i].feature->slug, c->class, c->of->level);
}

static void add_class_features(struct reckoning *r)
{
	for (size_t i = 0; i < r->class_count; i++) {
		const struct class_row *c = &r->classes[i];

		if (c->class)
			add_gains(r, c->class->gains, c->class->gain_count, c);
		if (c->subclass)
			add_gains(r, c->subclass->gains, c->subclass->gain_count, c);
	}
}

/* Options that were chosen, of classes that the character has. */
static void add_chosen(struct reckoning *r)
{
	const struct str *slugs = r->sheet->features.items, *feats = r->sheet->feats.items;
	const struct catalog_background *b = catalog_background(r->catalog, r->sheet->background);

	for (size_t i = 0; i < r->sheet->features.count; i++) {
		const struct catalog_feature *f = catalog_feature(r->catalog, slugs[i]);

		if (f)
			add_feature(r, slugs[i], catalog_class(r->catalog, f->class),
			            class_level(r, f->class));
		else if (!catalog_feat(r->catalog, slugs[i]))
			unknown(r, slugs[i]);
		else
			add_feature(r, slugs[i], NULL, 0);
	}
	for (size_t i = 0; i < r->sheet->feats.count; i++) {
		add_feature(r, feats[i], NULL, 0);
		if (!catalog_feat(r->catalog, feats[i]))
			unknown(r, feats[i]);
	}
	if (b && b->feat.n)
		add_feature(r, b->feat, NULL, 0);
	if (!b)
		unknown(r, r->sheet->background);
}

static void add_traits(struct reckoning *r, const struct catalog_species *s)
{
	for (uint32_t i = 0; s && i < s->trait_count; i++) {
		const struct catalog_trait *t = &s->traits[i];

		if (t->from_level > r->out->level)
			continue;
		add_effects(r, t->effects.items, t->effects.count,
		            &(struct active){.source = t->slug}, switched_on(r->sheet, t->slug));
		r->not_slowed |= t->not_slowed;
		if (t->skills) {
			r->trait_skills |= t->skills;
			r->trait_skill_source = t->slug;
		}
	}
}

static void add_species(struct reckoning *r)
{
	const struct catalog_species *species = catalog_species(r->catalog, r->sheet->species);
	const struct catalog_species *lineage = catalog_lineage(r->catalog, r->sheet->lineage);

	if (!species)
		unknown(r, r->sheet->species);
	if (!lineage || (species && !str_eq(lineage->of, species->slug)))
		unknown(r, r->sheet->lineage);
	else
		add_traits(r, lineage);
	add_traits(r, species);
}

static void add_items(struct reckoning *r)
{
	for (size_t i = 0; i < r->worn_count; i++) {
		const struct worn *w = &r->worn[i];

		if (w->works && w->magic)
			add_effects(r, w->magic->effects.items, w->magic->effects.count,
			            &(struct active){.source = w->magic->slug}, true);
	}
}

/* Whether the character itself has what is switched on. */
static bool is_own(const struct reckoning *r, struct str slug)
{
	for (size_t i = 0; i < r->active_count; i++)
		if (str_eq(r->active[i].source, slug))
			return true;
	return false;
}

/* Spells and potions on the character, and what others' features do. */
static void add_spells(struct reckoning *r)
{
	const struct sheet_effect *on = r->sheet->effects.items;

	for (size_t i = 0; i < r->sheet->effects.count; i++) {
		struct str slug = on[i].effect;
		const struct catalog_magic_item *m = catalog_magic_item(r->catalog, slug);
		const struct effect_row *row = catalog_spell_effects(r->catalog, slug);
		const struct derived_effect told = {slug, on[i].source,
		                                    row || m || is_own(r, slug) ||
		                                        catalog_feature(r->catalog, slug)};

		list_push(r->arena, &r->out->effects, sizeof told, &told);
		if (row)
			add_effects(r, row->effects, row->count, &(struct active){.source = slug},
			            true);
		else if (m)
			add_effects(r, m->effects.items, m->effects.count,
			            &(struct active){.source = slug}, true);
		else if (on[i].source.n && !is_own(r, slug))
			add_feature(r, slug, NULL, 0);
	}
}

static void sort_by_target(struct reckoning *r)
{
	struct active *sorted = ARENA_ARRAY(r->arena, struct active, r->active_count);
	size_t at[TARGETS];

	for (size_t i = 0; i < r->active_count; i++)
		r->from[r->active[i].effect->target + 1]++;
	for (size_t t = 0; t < TARGETS; t++) {
		r->from[t + 1] += r->from[t];
		at[t] = r->from[t];
	}
	for (size_t i = 0; i < r->active_count; i++)
		sorted[at[r->active[i].effect->target]++] = r->active[i];
	r->active = sorted;
}

void derive_sources(struct reckoning *r)
{
	const struct effect_row *exhaustion = effects_of_exhaustion(r->catalog->ruleset);

	find_classes(r);
	find_equipment(r);
	if (r->sheet->exhaustion > 0)
		add_effects(
		    r, exhaustion->effects, exhaustion->count,
		    &(struct active){.source = STR("exhaustion"), .scale = r->sheet->exhaustion},
		    true);
	add_class_features(r);
	add_chosen(r);
	add_species(r);
	add_items(r);
	add_spells(r);
	sort_by_target(r);
}
