/* What is put on or off, and what that changes of who wears it. */
#include "common/rules/change.h"
#include "common/rules/sheet.h"
#include "common/rules/step.h"

#include "common/base/poison.h"

static const struct resource *find_item(const struct combatant *c, struct str name)
{
	const struct resource *r = c->resources.items;

	for (size_t i = 0; i < c->resources.count; i++)
		if (r[i].kind == RESOURCE_ITEM && str_eq(r[i].name, name))
			return &r[i];
	return NULL;
}

/* What its sheet makes of it with what it wears now. The first of a name is the combatant's. */
static struct stat_block figures(const struct step *s, const struct combatant *c)
{
	struct sheet sheet = *s->move->sheet;
	struct sheet_item *items =
	    ARENA_ARRAY(s->arena, struct sheet_item, sheet.equipment.count + 1);
	struct list names = {ARENA_ARRAY(s->arena, struct str, sheet.equipment.count + 1), 0};
	struct str *name = names.items;

	if (sheet.equipment.count)
		memcpy(items, sheet.equipment.items, sheet.equipment.count * sizeof *items);
	sheet.equipment.items = items;
	for (size_t i = 0; i < sheet.equipment.count; i++) {
		const struct resource *r = find_item(c, items[i].item);

		if (!r || sheet_lists(&names, items[i].item))
			continue;
		name[names.count++] = items[i].item;
		items[i].equipped = r->equipped;
		items[i].quantity = r->left;
	}
	return sheet_stat_block(&sheet, s->move->catalog, s->arena, c->name, c->character_id);
}

/* By as much as the sheet's number changes, so that what a DM said besides stays. */
static void shift(int32_t *number, int32_t was, int32_t is, int32_t min, int32_t max)
{
	int32_t sum = *number + is - was;

	*number = sum < min ? min : sum > max ? max : sum;
}

static void change_set(uint32_t *set, uint32_t was, uint32_t is)
{
	*set = (*set & ~(was & ~is)) | (is & ~was);
}

static bool same_attacks(const struct list *a, const struct list *b)
{
	const struct attack *x = a->items, *y = b->items;

	for (size_t i = 0; i < a->count && a->count == b->count; i++)
		if (!rules_same(&fight_attack_shape, &x[i], &y[i]))
			return false;
	return a->count == b->count;
}

static void follow(struct combatant *c, const struct stat_block *was, const struct stat_block *is)
{
	shift(&c->armor_class, was->armor_class, is->armor_class, 0, ARMOR_CLASS_MAX);
	shift(&c->speed, was->speed, is->speed, 0, SPEED_MAX);
	for (int i = 0; i < SAVES; i++)
		shift(&c->saves[i], was->saves[i], is->saves[i], -SAVE_BONUS_MAX, SAVE_BONUS_MAX);
	change_set(&c->resistances, was->resistances, is->resistances);
	change_set(&c->vulnerabilities, was->vulnerabilities, is->vulnerabilities);
	change_set(&c->immunities, was->immunities, is->immunities);
	change_set(&c->condition_immunities, was->condition_immunities, is->condition_immunities);
	change_set(&c->advantages, was->advantages, is->advantages);
	if (!same_attacks(&was->attacks, &is->attacks))
		c->attacks = is->attacks;
}

enum rule_error apply_equip_item(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);
	const struct resource *item;
	struct stat_block was = {0};
	struct consequence *told;
	size_t at;

	if (error)
		return error;
	item = find_item(c, s->move->name);
	if (!item)
		return step_refuse(s, RULE_NO_SUCH_RESOURCE, c->id);
	if (s->move->sheet)
		was = figures(s, c);
	at = (size_t)(item - (const struct resource *)c->resources.items);
	STEP_OWN_LIST(s, &c->resources, struct resource)[at].equipped = s->move->equipped;
	if (s->move->sheet) {
		struct stat_block is = figures(s, c);

		follow(c, &was, &is);
	}
	told = step_tell(s, CONSEQUENCE_EQUIPPED, c->id, s->move->equipped);
	told->name = s->move->name;
	return RULE_OK;
}
