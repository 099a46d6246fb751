/* Attacks with what is held, and unarmed. SRD 5.1 and 5.2, "Making an Attack", "Weapons". */
#include "common/rules/derive.h"

#include "common/base/poison.h"

enum { TOPPLE_DC = 8, MASTERY_FEET = 10 };

struct weapon {
	struct str item, name;
	const struct catalog_weapon *figures;
	const struct worn *worn; /* NULL: unarmed */
	uint32_t flags;          /* WHEN bits */
};

static bool has(const struct catalog_weapon *w, enum weapon_property property)
{
	return w->properties & BIT(property);
}

/* SRD "Martial Arts", monk weapons: 5.1 shortswords and simple melee weapons that are neither heavy
 * nor two-handed; 5.2 simple melee weapons and light martial ones. */
static bool is_monk_weapon(const struct reckoning *r, const struct weapon *w)
{
	const struct catalog_weapon *f = w->figures;

	if (!w->worn)
		return true;
	if (f->ranged)
		return false;
	if (r->catalog->ruleset == RULESET_2024)
		return !f->martial || has(f, WEAPON_LIGHT);
	if (str_eq(w->worn->equipment->slug, STR("shortsword")))
		return true;
	return !f->martial && !has(f, WEAPON_HEAVY) && !has(f, WEAPON_TWO_HANDED);
}

/* The faces of the martial arts die, 0 for those who have none now. */
static int32_t martial_arts(const struct reckoning *r)
{
	int32_t faces = 0;

	for (const struct active *a = effects_from(r, TARGET_MARTIAL_ARTS);
	     a < effects_to(r, TARGET_MARTIAL_ARTS); a++) {
		int32_t f = effect_amount(r, a);

		faces = f > faces ? f : faces;
	}
	for (size_t i = 0; faces && i < r->worn_count; i++) {
		const struct catalog_item *e = r->worn[i].equipment;
		struct weapon w = {.worn = &r->worn[i], .figures = e ? &e->weapon : NULL};

		/* Only monk weapons are held. */
		if (e && e->is_weapon && !is_monk_weapon(r, &w))
			return 0;
	}
	return faces;
}

static enum ability attack_ability(const struct reckoning *r, const struct weapon *w, bool monk)
{
	if (monk || has(w->figures, WEAPON_FINESSE))
		return r->modifiers[ABILITY_DEX] > r->modifiers[ABILITY_STR] ? ABILITY_DEX
		                                                             : ABILITY_STR;
	return w->figures->ranged ? ABILITY_DEX : ABILITY_STR;
}

static bool listed(const struct list *proficiencies, const struct catalog_item *e)
{
	const struct catalog_weapon *w = &e->weapon;

	return sheet_lists(proficiencies, w->martial ? STR("martial") : STR("simple")) ||
	       (w->martial && has(w, WEAPON_LIGHT) &&
	        sheet_lists(proficiencies, STR("martial-light"))) ||
	       (w->martial && has(w, WEAPON_FINESSE) &&
	        sheet_lists(proficiencies, STR("martial-finesse"))) ||
	       sheet_lists(proficiencies, e->slug);
}

static bool of_species(const struct reckoning *r, const struct catalog_species *s, struct str slug)
{
	for (uint32_t i = 0; s && i < s->trait_count; i++)
		for (uint32_t k = 0; k < s->traits[i].weapons.count; k++)
			if (str_eq(s->traits[i].weapons.items[k], slug) &&
			    s->traits[i].from_level <= r->out->level)
				return true;
	return false;
}

static bool proficient(const struct reckoning *r, const struct weapon *w)
{
	if (!w->worn)
		return true;
	for (size_t i = 0; i < r->class_count; i++)
		if (!r->classes[i].class)
			return true; /* homebrew: nothing is known against it */
	return listed(&r->out->weapon_proficiencies, w->worn->equipment) ||
	       listed(&r->sheet->proficiencies.tools, w->worn->equipment) ||
	       of_species(r, catalog_species(r->catalog, r->sheet->species),
	                  w->worn->equipment->slug) ||
	       of_species(r, catalog_lineage(r->catalog, r->sheet->lineage),
	                  w->worn->equipment->slug);
}

/* The weapon's dice, with what an effect does to each. */
static struct str dice_words(const struct reckoning *r, int32_t count, int32_t faces,
                             uint32_t flags)
{
	const char *with = "";

	for (const struct active *a = effects_from(r, TARGET_DAMAGE);
	     a < effects_to(r, TARGET_DAMAGE); a++)
		if (a->effect->kind == EFFECT_DIE &&
		    (a->effect->when & OF_ATTACKS & flags) == (a->effect->when & OF_ATTACKS))
			with = a->effect->dice;
	return faces ? arena_printf(r->arena, "%dd%d%s", (int)count, (int)faces, with)
	             : (struct str){"", 0};
}

/* The modifier to damage: none for the second of two weapons, unless it is negative or a fighting
 * style gives it back. */
static void add_modifier(struct reckoning *r, struct number *n, const struct derived_attack *d,
                         uint32_t flags)
{
	int32_t modifier = r->modifiers[d->ability];
	bool counts = !d->off_hand || modifier < 0;

	for (const struct active *a = effects_from(r, TARGET_DAMAGE);
	     a < effects_to(r, TARGET_DAMAGE); a++)
		if (d->off_hand && a->effect->when & WHEN_OFF_HAND & flags)
			counts = true;
	if (counts)
		sum_add(r, n, str_of(ability_names[d->ability]), modifier);
}

static void add_extra_dice(struct reckoning *r, struct derived_attack *d, uint32_t flags)
{
	struct roll of_damage = {0};
	size_t at = 0;

	roll_effects(r, &of_damage, TARGET_DAMAGE, UINT32_MAX, flags);
	for (const struct active *a = effects_from(r, TARGET_DAMAGE);
	     a < effects_to(r, TARGET_DAMAGE); a++) {
		const struct bonus_dice *all = of_damage.dice.items;
		struct damage_part part = {.type = d->damage.type};

		if (at >= of_damage.dice.count || a->effect->kind != EFFECT_ADD ||
		    !a->effect->dice || !str_eq(all[at].source, a->source))
			continue;
		part.source = a->source;
		part.dice = all[at++].dice;
		for (int t = DAMAGE_ACID; t < DAMAGE_TYPES; t++)
			if (a->effect->which == DAMAGE_BIT(t))
				part.type = (enum damage_type)t;
		list_push(r->arena, &d->extra, sizeof part, &part);
	}
}

static int32_t critical_from(const struct reckoning *r)
{
	int32_t from = NATURAL_20;

	for (const struct active *a = effects_from(r, TARGET_ATTACK);
	     a < effects_to(r, TARGET_ATTACK); a++)
		if (a->effect->kind == EFFECT_CRITICAL && a->effect->amount < from)
			from = a->effect->amount;
	return from;
}

static void reckon_hit(struct reckoning *r, struct derived_attack *d, const struct weapon *w,
                       uint32_t flags)
{
	struct number *n = &d->hit.bonus;

	sum_begin(r, n);
	sum_add(r, n, str_of(ability_names[d->ability]), r->modifiers[d->ability]);
	if (d->proficient)
		sum_add(r, n, STR("proficiency"), r->out->proficiency.value);
	if (w->worn && w->worn->works && w->worn->magic)
		sum_add(r, n, w->worn->magic->slug, w->worn->magic->attack);
	sum_effects(r, n, TARGET_ATTACK, 0, flags);
	roll_effects(r, &d->hit, TARGET_ATTACK, 0, flags);
	if (r->clumsy & BIT(d->ability))
		roll_reason(r, &d->hit.disadvantage,
		            r->out->armor.n ? r->out->armor : r->out->shield, "");
}

static void add_damage_effects(struct reckoning *r, struct number *n, uint32_t flags)
{
	for (const struct active *a = effects_from(r, TARGET_DAMAGE);
	     a < effects_to(r, TARGET_DAMAGE); a++) {
		uint32_t needs = a->effect->when & OF_ATTACKS;

		if (a->effect->kind == EFFECT_ADD && !(needs & WHEN_OFF_HAND) &&
		    (needs & flags) == needs)
			sum_add(r, n, a->source, effect_amount(r, a));
	}
}

static void reckon_damage(struct reckoning *r, struct derived_attack *d, const struct weapon *w,
                          uint32_t flags, int32_t martial)
{
	const struct catalog_weapon *f = w->figures;
	int32_t count = f->count, faces = f->faces;
	struct number n;

	/* The die of martial arts stands in for a smaller one. */
	if (martial && is_monk_weapon(r, w) && martial > count * faces) {
		count = 1;
		faces = martial;
	}
	sum_begin(r, &n);
	if (!faces)
		sum_add(r, &n, w->item, count);
	add_modifier(r, &n, d, flags);
	if (w->worn && w->worn->works && w->worn->magic)
		sum_add(r, &n, w->worn->magic->slug, w->worn->magic->damage);
	add_damage_effects(r, &n, flags);
	if (!faces && n.value < 0)
		sum_add(r, &n, STR("limit"), -n.value);
	d->damage = (struct damage_part){
	    .dice = dice_words(r, count, faces, flags),
	    .bonus = n.value,
	    .type = f->type,
	    .breakdown = n.breakdown,
	};
	if (f->versatile && !r->shield)
		d->versatile = dice_words(r, 1, f->versatile > martial ? f->versatile : martial,
		                          (flags & ~(uint32_t)WHEN_ONE_HANDED) | WHEN_TWO_HANDS);
	add_extra_dice(r, d, flags);
}

/* The number in a mastery property, where it has one. SRD 5.2 "Mastery Properties". */
static void reckon_mastery(const struct reckoning *r, struct derived_attack *d,
                           const struct weapon *w)
{
	int32_t modifier = r->modifiers[d->ability];

	if (!w->worn || !d->mastery.n)
		return;
	d->mastered = sheet_lists(&r->sheet->proficiencies.masteries, w->worn->equipment->slug);
	if (str_eq(d->mastery, STR("graze")))
		d->mastery_value = modifier > 0 ? modifier : 0;
	else if (str_eq(d->mastery, STR("topple")))
		d->mastery_value = TOPPLE_DC + modifier + r->out->proficiency.value;
	else if (str_eq(d->mastery, STR("push")) || str_eq(d->mastery, STR("slow")))
		d->mastery_value = MASTERY_FEET;
}

static void attack_with(struct reckoning *r, const struct weapon *w, bool off_hand, int32_t martial)
{
	const struct catalog_weapon *f = w->figures;
	bool monk = martial && is_monk_weapon(r, w);
	uint32_t flags = w->flags | (f->ranged ? WHEN_RANGED : WHEN_MELEE);
	struct derived_attack d = {
	    .item = w->item,
	    .name = w->name,
	    .ability = attack_ability(r, w, monk),
	    .ranged = f->ranged,
	    .proficient = proficient(r, w),
	    .off_hand = off_hand,
	    .reach = f->reach,
	    .range = f->range,
	    .range_long = f->range_long,
	    .critical = w->worn ? critical_from(r) : NATURAL_20,
	    .mastery = f->mastery,
	};

	if (d.ability == ABILITY_STR)
		flags |= WHEN_STRENGTH;
	if (off_hand)
		flags |= WHEN_OFF_HAND;
	reckon_hit(r, &d, w, flags);
	reckon_damage(r, &d, w, flags, martial);
	reckon_mastery(r, &d, w);
	list_push(r->arena, &r->out->attacks, sizeof d, &d);
}

/* How many weapons are held, and how many light ones for melee. */
static void count_weapons(const struct reckoning *r, size_t *held, size_t *light)
{
	*held = *light = 0;
	for (size_t i = 0; i < r->worn_count; i++) {
		const struct catalog_item *e = r->worn[i].equipment;
		size_t two = r->worn[i].item->quantity > 1 ? 2 : 1;

		if (!e || !e->is_weapon)
			continue;
		two = has(&e->weapon, WEAPON_LIGHT) && !e->weapon.ranged ? two : 1;
		*held += two;
		*light += has(&e->weapon, WEAPON_LIGHT) && !e->weapon.ranged ? two : 0;
	}
}

static void armed(struct reckoning *r, int32_t martial)
{
	size_t held, light, lights = 0;

	count_weapons(r, &held, &light);
	for (size_t i = 0; i < r->worn_count; i++) {
		const struct worn *worn = &r->worn[i];
		const struct catalog_item *e = worn->equipment;
		struct weapon w = {.worn = worn, .flags = WHEN_WEAPON};
		bool pairs;

		if (!e || !e->is_weapon)
			continue;
		w.item = worn->item->item;
		w.name = worn->magic ? worn->magic->name : e->name;
		w.figures = &e->weapon;
		if (!e->weapon.ranged && held == 1 && !has(&e->weapon, WEAPON_TWO_HANDED))
			w.flags |= WHEN_ONE_HANDED;
		if (!e->weapon.ranged && has(&e->weapon, WEAPON_TWO_HANDED))
			w.flags |= WHEN_TWO_HANDS;
		pairs = light >= 2 && has(&e->weapon, WEAPON_LIGHT) && !e->weapon.ranged;
		attack_with(r, &w, pairs && lights == 1, martial);
		lights += pairs;
		if (pairs && worn->item->quantity > 1 && lights == 1) {
			attack_with(r, &w, true, martial);
			lights++;
		}
	}
}

void derive_attacks(struct reckoning *r)
{
	static const struct catalog_weapon fist = {
	    .count = 1, .type = DAMAGE_BLUDGEONING, .reach = 5};
	struct weapon unarmed = {
	    .item = STR("unarmed-strike"), .name = STR("Unarmed Strike"), .figures = &fist};
	int32_t martial = martial_arts(r);

	sum_begin(r, &r->out->attacks_per_action);
	sum_add(r, &r->out->attacks_per_action, STR("base"), 1);
	sum_effects(r, &r->out->attacks_per_action, TARGET_ATTACKS_PER_ACTION, 0, 0);
	armed(r, martial);
	attack_with(r, &unarmed, false, martial);
	for (const struct active *a = effects_from(r, TARGET_ATTACKS_AGAINST);
	     a < effects_to(r, TARGET_ATTACKS_AGAINST); a++) {
		if (a->effect->kind == EFFECT_ADVANTAGE)
			roll_reason(r, &r->out->attacks_against_advantage, a->source,
			            a->effect->text);
		else if (a->effect->kind == EFFECT_DISADVANTAGE)
			roll_reason(r, &r->out->attacks_against_disadvantage, a->source,
			            a->effect->text);
	}
}
