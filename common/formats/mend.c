/* The end of reading: a sheet that holds together by the ruleset that knows it best. */
#include "common/formats/reading.h"
#include "common/rules/derived.h"
#include "common/rules/sheet_life.h"

#include "common/base/poison.h"

static enum ruleset best_ruleset(struct reading *r)
{
	size_t unknown[2];

	for (enum ruleset k = RULESET_2014; k <= RULESET_2024; k++)
		unknown[k] = sheet_derive(&r->out->sheet, catalog_srd(k), r->arena).unknown.count;
	return unknown[RULESET_2024] < unknown[RULESET_2014] ? RULESET_2024 : RULESET_2014;
}

static int32_t less(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* Of the levels in all, the first twenty. */
static void mend_classes(struct sheet *s, const struct catalog *c)
{
	struct sheet_class *classes = s->classes.items;
	int32_t left = LEVEL_MAX;
	size_t kept = 0;

	for (size_t i = 0; i < s->classes.count; i++) {
		const struct catalog_subclass *sub = catalog_subclass(c, classes[i].subclass);
		bool twice = false;

		for (size_t k = 0; k < kept; k++)
			twice |= str_eq(classes[k].name, classes[i].name);
		if (twice || left < 1)
			continue;
		classes[kept] = classes[i];
		classes[kept].level = less(classes[i].level, left);
		classes[kept].rolls.count =
		    (size_t)less((int32_t)classes[kept].rolls.count, classes[kept].level);
		if (sub && !str_eq(sub->class, classes[i].name))
			classes[kept].subclass = (struct str){0};
		left -= classes[kept++].level;
	}
	s->classes.count = kept;
}

static void mend_attuned(struct sheet *s)
{
	struct sheet_item *items = s->equipment.items;
	int32_t attuned = 0;

	for (size_t i = 0; i < s->equipment.count; i++)
		if (items[i].attuned && ++attuned > ATTUNED_MAX)
			items[i].attuned = false;
}

/* What the field was is not to be had: how it is made to fit. */
static void mend(struct reading *r, struct str field, const struct catalog *c)
{
	struct sheet *s = &r->out->sheet;

	if (str_eq(field, STR("/sheet/classes")))
		mend_classes(s, c);
	else if (str_eq(field, STR("/sheet/lineage")))
		s->lineage = (struct str){0};
	else if (str_eq(field, STR("/sheet/equipment")))
		mend_attuned(s);
	else if (str_eq(field, STR("/sheet/hp/current")))
		sheet_set_hp(s, sheet_hp_max(s, c, r->arena));
	else if (str_eq(field, STR("/sheet/features_used")))
		s->features_used.count = 0;
	else if (str_eq(field, STR("/sheet/slots_used")))
		s->slots_used.count = 0;
	else
		s->hit_dice_used.count = 0;
}

/* Each field once: what is mended stays so. */
enum { MENDS_MAX = 8 };

void reading_mend(struct reading *r)
{
	struct sheet *s = &r->out->sheet;
	const struct catalog *c;
	const char *field, *why;

	r->out->ruleset = best_ruleset(r);
	c = catalog_srd(r->out->ruleset);
	for (int i = 0; i < MENDS_MAX && (why = sheet_broken(s, c, r->arena, &field)); i++) {
		mend(r, str_of(field), c);
		note(r, FATE_REPAIRED, STR(""), field, why);
	}
	sheet_settle(s, c, r->arena);
	if (r->extra.n)
		s->extra =
		    arena_printf(r->arena, "{\"imported\":{%.*s}}", STR_ARG(buf_str(&r->extra)));
}

void reading_end(struct reading *r)
{
	struct derived_sheet d =
	    sheet_derive(&r->out->sheet, catalog_srd(r->out->ruleset), r->arena);
	const struct str *unknown = d.unknown.items;

	for (size_t i = 0; i < d.unknown.count; i++)
		note(r, FATE_REPAIRED, STR(""), "/sheet",
		     arena_printf(r->arena, "%.*s is not in the compendium and gives no numbers",
		                  STR_ARG(unknown[i]))
		         .p);
}
