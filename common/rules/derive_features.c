/* Features and traits with their uses, and what protects. */
#include "common/rules/derive.h"

#include "common/base/poison.h"

static struct derived_feature *find_family(struct reckoning *r, struct str family)
{
	struct derived_feature *all = r->out->features.items;

	for (size_t i = 0; i < r->out->features.count; i++)
		if (str_eq(all[i].family, family))
			return &all[i];
	return NULL;
}

static int32_t ones(uint32_t bits)
{
	int32_t n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

/* How often, at that level of its class; 0 for what has no uses. */
static int32_t uses_of(const struct reckoning *r, const struct catalog_feature *f,
                       const struct catalog_class *class, int32_t level)
{
	int32_t n;

	switch (f->uses_kind) {
	case USES_NONE:
		return 0;
	case USES_NUMBER:
		return f->uses;
	case USES_COUNTER:
		return catalog_counter(class, f->counter, level);
	case USES_ABILITY:
		n = f->uses + r->modifiers[f->ability];
		return n > 1 ? n : 1;
	case USES_HALF_LEVEL:
		return level / 2;
	case USES_PROFICIENCY:
		return r->out->proficiency.value;
	case USES_TIMES:
		return ones(f->levels & (BIT(level + 1) - 1));
	}
	return 0;
}

static void limit_used(struct feature_uses *u)
{
	if (u->max != COUNTER_UNLIMITED && u->used > u->max)
		u->used = u->max;
}

static void add_feature(struct reckoning *r, const struct catalog_feature *f,
                        const struct catalog_class *class, int32_t level)
{
	struct derived_feature *old = find_family(r, f->family);
	int32_t max = uses_of(r, f, class, level);
	struct derived_feature d = {
	    .slug = f->slug,
	    .name = f->name,
	    .source = f->subclass.n ? f->subclass : f->class,
	    .family = f->family,
	    .on = switched_on(r->sheet, f->slug),
	    .has_uses = max != 0,
	    .uses = {.max = max,
	             .used = sheet_count(&r->sheet->features_used, f->slug),
	             .resets = f->recharge,
	             .regain_on_short_rest = f->regain_on_short_rest,
	             .pool = f->pool},
	};

	/* A later stage stands in the place of the earlier one, and what was spent is spent. */
	if (old && !str_eq(old->slug, f->slug))
		d.uses.used += old->uses.used;
	if (!max)
		d.uses = (struct feature_uses){0};
	if (old)
		*old = d;
	else
		list_push(r->arena, &r->out->features, sizeof d, &d);
}

static void add_gains(struct reckoning *r, const struct catalog_gain *gains, size_t count,
                      const struct class_row *c)
{
	for (size_t i = 0; i < count && gains[i].level <= c->of->level; i++)
		add_feature(r, gains[i].feature, c->class, c->of->level);
}

static void add_chosen(struct reckoning *r)
{
	const struct str *slugs = r->sheet->features.items;

	for (size_t i = 0; i < r->sheet->features.count; i++) {
		const struct catalog_feature *f = catalog_feature(r->catalog, slugs[i]);

		if (f)
			add_feature(r, f, catalog_class(r->catalog, f->class),
			            class_level(r, f->class));
	}
}

static void add_trait(struct reckoning *r, const struct catalog_trait *t, struct str species)
{
	int32_t max = t->uses_kind == USES_PROFICIENCY ? r->out->proficiency.value : t->uses;
	struct derived_feature d = {
	    .slug = t->slug,
	    .name = t->name,
	    .source = species,
	    .family = t->slug,
	    .on = switched_on(r->sheet, t->slug),
	    .has_uses = max > 0,
	    .uses = {.max = max,
	             .used = sheet_count(&r->sheet->features_used, t->slug),
	             .resets = t->recharge},
	};

	if (!find_family(r, t->slug))
		list_push(r->arena, &r->out->features, sizeof d, &d);
}

static void add_traits(struct reckoning *r, const struct catalog_species *s)
{
	for (uint32_t i = 0; s && i < s->trait_count; i++)
		if (s->traits[i].from_level <= r->out->level)
			add_trait(r, &s->traits[i], s->slug);
}

static void add_feat(struct reckoning *r, struct str slug)
{
	const struct catalog_feat *f = catalog_feat(r->catalog, slug);
	struct derived_feature d;

	if (!f || find_family(r, slug))
		return;
	d = (struct derived_feature){
	    .slug = f->slug, .name = f->name, .source = STR("feat"), .family = f->slug};
	list_push(r->arena, &r->out->features, sizeof d, &d);
}

/* Magic items with charges, carried or worn. */
static void add_items(struct reckoning *r)
{
	const struct sheet_item *items = r->sheet->equipment.items;

	for (size_t i = 0; i < r->sheet->equipment.count; i++) {
		const struct catalog_magic_item *m = catalog_magic_item(r->catalog, items[i].item);
		struct derived_feature d;

		if (!m || !m->charges || items[i].quantity < 1 || find_family(r, m->slug))
			continue;
		d = (struct derived_feature){
		    .slug = m->slug,
		    .name = m->name,
		    .source = STR("item"),
		    .family = m->slug,
		    .on = switched_on(r->sheet, m->slug),
		    .has_uses = true,
		    .uses = {.max = m->charges,
		             .used = sheet_count(&r->sheet->features_used, m->slug),
		             .resets = m->recharge,
		             .regain = m->regain,
		             .pool = true},
		};
		list_push(r->arena, &r->out->features, sizeof d, &d);
	}
}

/* Features that only make another one come back earlier, or some of it. */
static void apply_changes(struct reckoning *r)
{
	struct derived_feature *all = r->out->features.items, *changed;

	for (size_t i = 0; i < r->out->features.count; i++) {
		const struct catalog_feature *f = catalog_feature(r->catalog, all[i].slug);

		if (!f || !f->changes.n)
			continue;
		changed = find_family(r, f->changes);
		if (changed && changed->has_uses && f->regain_on_short_rest)
			changed->uses.regain_on_short_rest = f->regain_on_short_rest;
		else if (changed && changed->has_uses)
			changed->uses.resets = f->recharge;
	}
	for (size_t i = 0; i < r->out->features.count; i++)
		limit_used(&all[i].uses);
}

void derive_features(struct reckoning *r)
{
	const struct str *feats = r->sheet->feats.items;
	const struct catalog_background *b = catalog_background(r->catalog, r->sheet->background);
	const struct catalog_species *lineage = catalog_lineage(r->catalog, r->sheet->lineage);
	const struct catalog_species *species = catalog_species(r->catalog, r->sheet->species);

	for (size_t i = 0; i < r->class_count; i++) {
		const struct class_row *c = &r->classes[i];

		if (c->class)
			add_gains(r, c->class->gains, c->class->gain_count, c);
		if (c->subclass)
			add_gains(r, c->subclass->gains, c->subclass->gain_count, c);
	}
	add_chosen(r);
	for (size_t i = 0; i < r->sheet->feats.count; i++)
		add_feat(r, feats[i]);
	if (b)
		add_feat(r, b->feat);
	add_traits(r, species);
	if (lineage && species && str_eq(lineage->of, species->slug))
		add_traits(r, lineage);
	add_items(r);
	apply_changes(r);
}

/* The damage type that the sheet chooses for it, as far as it may be chosen; or all of `which` when the
 * choice is the one that is needed: "circle-of-the-land=arid". */
static uint32_t chosen(const struct reckoning *r, const struct active *a)
{
	struct str needed = str_of(a->effect->text), key = str_cut(&needed, '='), value;

	if (!str_eq(key, STR(CHOSEN)))
		return str_eq(sheet_choice(r->sheet, key), needed) ? a->effect->which : 0;
	value = sheet_choice(r->sheet, a->source);
	for (int t = DAMAGE_ACID; t < DAMAGE_TYPES; t++)
		if (str_eq(value, str_of(damage_type_names[t])))
			return a->effect->which & DAMAGE_BIT(t);
	return 0;
}

void derive_defences(struct reckoning *r)
{
	struct derived_sheet *out = r->out;

	for (const struct active *a = effects_from(r, TARGET_NONE); a < effects_to(r, TARGET_NONE);
	     a++) {
		struct str condition = str_of(a->effect->text);

		if (a->effect->kind == EFFECT_RESIST)
			out->resistances |= a->effect->text ? chosen(r, a) : a->effect->which;
		else if (a->effect->kind == EFFECT_VULNERABLE)
			out->vulnerabilities |= a->effect->which;
		else if (a->effect->kind == EFFECT_IMMUNE)
			out->immunities |= a->effect->which;
		else if (a->effect->kind == EFFECT_IMMUNE_TO &&
		         !sheet_lists(&out->condition_immunities, condition))
			list_push(r->arena, &out->condition_immunities, sizeof condition,
			          &condition);
	}
}

/* By the target of the effect. */
static bool per_turn_of(enum effect_target target, enum per_turn *gives)
{
	static const struct {
		enum effect_target target;
		enum per_turn gives;
	} rows[] = {
	    {TARGET_DAMAGE, PER_TURN_DAMAGE},
	    {TARGET_HEALING, PER_TURN_HEALING},
	    {TARGET_TEMP_HP, PER_TURN_TEMP_HP},
	    {TARGET_ATTACK, PER_TURN_ATTACKS},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].target == target) {
			*gives = rows[i].gives;
			return true;
		}
	return false;
}

/* As many dice as the class's table says, or dice or a number beside what is added. */
void derive_per_turn(struct reckoning *r)
{
	for (size_t i = 0; i < r->active_count; i++) {
		const struct active *a = &r->active[i];
		const struct effect *e = a->effect;
		struct derived_per_turn d = {.source = a->source, .bonus = effect_amount(r, a)};
		int64_t flat;

		if (e->kind != EFFECT_PER_TURN || !per_turn_of(e->target, &d.gives))
			continue;
		if (e->of == AMOUNT_COUNTER) {
			d.dice = arena_printf(r->arena, "%d%s", d.bonus, e->dice);
			d.bonus = 0;
		} else if (e->dice && str_to_int(str_of(e->dice), 0, INT16_MAX, &flat)) {
			d.bonus += (int32_t)flat;
			d.when = str_of(e->text);
		} else {
			d.dice = str_of(e->dice);
			d.when = str_of(e->text);
		}
		list_push(r->arena, &r->out->per_turn, sizeof d, &d);
	}
}
