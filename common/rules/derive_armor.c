/* Armour class. SRD 5.1 and 5.2, "Armor Class", "Armor". */
#include "common/rules/derive.h"

#include "common/base/poison.h"

enum { UNARMORED = 10 };

/* One way to reckon it: a base and abilities, of which Dexterity may be capped. */
struct formula {
	struct str source;
	int32_t base;
	uint32_t abilities;
	int32_t dexterity; /* at most */
};

static int32_t share(const struct reckoning *r, const struct formula *f, int ability)
{
	int32_t modifier = f->abilities & BIT(ability) ? r->modifiers[ability] : 0;

	return ability == ABILITY_DEX && modifier > f->dexterity ? f->dexterity : modifier;
}

static int32_t total(const struct reckoning *r, const struct formula *f)
{
	int32_t sum = f->base;

	for (int a = 0; a < ABILITIES; a++)
		sum += share(r, f, a);
	return sum;
}

static struct formula armor_formula(const struct reckoning *r)
{
	const struct catalog_armor *armor = &r->armor->equipment->armor;

	return (struct formula){
	    .source = r->armor->item->item,
	    .base = armor->armor_class,
	    /* Heavy armour does not care for a clumsy wearer either. */
	    .abilities = armor->dexterity ? BIT(ABILITY_DEX) : 0,
	    .dexterity = armor->dexterity,
	};
}

/* Of several ways the best counts; they do not add up. */
static struct formula best_formula(const struct reckoning *r)
{
	struct formula best = {STR("unarmored"), UNARMORED, BIT(ABILITY_DEX), DEXTERITY_UNLIMITED};

	if (r->armor)
		return armor_formula(r);
	for (const struct active *a = effects_from(r, TARGET_ARMOR_CLASS);
	     a < effects_to(r, TARGET_ARMOR_CLASS); a++) {
		struct formula other = {a->source, a->effect->amount, a->effect->which,
		                        DEXTERITY_UNLIMITED};

		if (a->effect->kind == EFFECT_BASE && total(r, &other) > total(r, &best))
			best = other;
	}
	return best;
}

static void find_proficiencies(struct reckoning *r)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < r->class_count; i++) {
		const struct catalog_class *c = r->classes[i].class;
		const struct catalog_proficiencies *p;

		if (!c)
			continue;
		p = i == 0 ? &c->first : &c->later;
		bits |= p->armor;
		for (uint32_t k = 0; k < p->weapons.count; k++)
			list_push(r->arena, &r->out->weapon_proficiencies, sizeof(struct str),
			          &p->weapons.items[k]);
	}
	r->out->armor_proficiencies = bits >> ARMOR_LIGHT;
}

static bool trained(const struct reckoning *r, const struct worn *w)
{
	static const struct str words[] = {[ARMOR_NONE] = {"", 0},
	                                   [ARMOR_LIGHT] = {"light", 5},
	                                   [ARMOR_MEDIUM] = {"medium", 6},
	                                   [ARMOR_HEAVY] = {"heavy", 5},
	                                   [ARMOR_SHIELD] = {"shield", 6}};
	enum armor_kind kind = w->equipment->armor.kind;
	const struct list *tools = &r->sheet->proficiencies.tools;

	/* Of a class that is not known nothing can be said. */
	for (size_t i = 0; i < r->class_count; i++)
		if (!r->classes[i].class)
			return true;
	return !r->class_count || (r->out->armor_proficiencies & BIT(kind - ARMOR_LIGHT)) ||
	       sheet_lists(tools, words[kind]) || sheet_lists(tools, w->equipment->slug);
}

static void add_abilities(struct reckoning *r, struct number *n, const struct formula *f)
{
	for (int a = 0; a < ABILITIES; a++)
		sum_add(r, n, str_of(ability_names[a]), share(r, f, a));
}

void derive_armor(struct reckoning *r)
{
	struct number *n = &r->out->armor_class;
	struct formula best = best_formula(r);

	find_proficiencies(r);
	sum_begin(r, n);
	if (r->sheet->armor_class) {
		sum_add(r, n, STR("sheet"), r->sheet->armor_class);
		for (const struct active *a = effects_from(r, TARGET_ARMOR_CLASS);
		     a < effects_to(r, TARGET_ARMOR_CLASS); a++)
			if (a->effect->kind == EFFECT_ADD && switched_on(r->sheet, a->source))
				sum_add(r, n, a->source, effect_amount(r, a));
	} else {
		sum_add(r, n, best.source, best.base);
		add_abilities(r, n, &best);
		if (r->shield)
			sum_add(r, n, r->shield->equipment->slug,
			        r->shield->equipment->armor.armor_class);
		sum_effects(r, n, TARGET_ARMOR_CLASS, 0, 0);
	}
	if (n->value < 0)
		sum_add(r, n, STR("limit"), -n->value);
	if (n->value > ARMOR_CLASS_MAX)
		sum_add(r, n, STR("limit"), ARMOR_CLASS_MAX - n->value);
	if (r->shield) {
		r->out->shield = r->shield->item->item;
		r->out->not_proficient = !trained(r, r->shield);
	}
	if (r->armor) {
		r->out->armor = r->armor->item->item;
		r->out->not_proficient |= !trained(r, r->armor);
		r->out->too_heavy =
		    r->armor->equipment->armor.strength >
		    ((struct derived_ability *)r->out->abilities.items)[ABILITY_STR].score.value;
	}
}
