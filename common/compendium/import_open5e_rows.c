/* Open5e's fixtures: creatures, actions and attacks are rows of their own, put together here. */
#include "common/compendium/import_open5e.h"

#include "common/base/poison.h"

/* A row of the fixtures below what it belongs to. */
struct child {
	struct str parent;
	const struct any *row;
	int64_t order;
};

struct children {
	struct child *items;
	size_t count;
};

static int by_parent(const void *a, const void *b)
{
	const struct child *x = a, *y = b;
	int order = str_cmp(x->parent, y->parent);

	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static struct str model_of(const struct any *row)
{
	struct str model = any_text(any_get(row, "model"));

	return str_sub(model, str_find(model, '.') + 1, model.n);
}

static struct children children_of(struct import *im, const struct any *const *rows, size_t count,
                                   const char *model)
{
	struct children c = {ARENA_ARRAY(im->arena, struct child, count + 1), 0};

	for (size_t i = 0; i < count; i++) {
		const struct any *fields = any_get(rows[i], "fields");

		if (str_eq(model_of(rows[i]), str_of(model)))
			c.items[c.count++] =
			    (struct child){any_text(any_get(fields, "parent")), rows[i],
			                   any_int(any_get(fields, "order_in_statblock"),
			                           any_int(any_get(fields, "order"), 0))};
	}
	qsort(c.items, c.count, sizeof *c.items, by_parent);
	return c;
}

/* The first child of that parent, or c->count. */
static size_t first_child(const struct children *c, struct str parent)
{
	size_t low = 0, high = c->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_cmp(c->items[middle].parent, parent) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void take_row_creature(struct import *im, const struct any *row,
                              const struct children *actions, const struct children *attacks,
                              const struct children *traits)
{
	struct str pk = any_text(any_get(row, "pk"));
	struct import_entry *e = open5e_creature(im, any_get(row, "fields"), pk);

	if (!e)
		return;
	for (size_t i = first_child(traits, pk);
	     i < traits->count && str_eq(traits->items[i].parent, pk); i++) {
		const struct any *fields = any_get(traits->items[i].row, "fields");

		import_action(im, e, "traits", any_text(any_get(fields, "name")),
		              any_text(any_get(fields, "desc")));
	}
	for (size_t i = first_child(actions, pk);
	     i < actions->count && str_eq(actions->items[i].parent, pk); i++) {
		const struct any *a = actions->items[i].row;
		struct any *action = open5e_action(im, e, any_get(a, "fields"));
		struct str own = any_text(any_get(a, "pk"));
		size_t k = first_child(attacks, own);

		if (k < attacks->count && str_eq(attacks->items[k].parent, own))
			open5e_check(im, e, action, any_get(attacks->items[k].row, "fields"));
		else if (any_get(action, "attack"))
			import_note(im, e,
			            arena_printf(im->arena,
			                         "%.*s: has no row of its attack, the text has one",
			                         STR_ARG(any_text(any_get(action, "name")))));
	}
	import_finish_monster(im, e);
}

void import_open5e_rows(struct import *im, const struct any *const *rows, size_t count)
{
	static const struct {
		const char *model;
		enum entry_type type;
	} plains[] = {{"condition", ENTRY_CONDITIONS},
	              {"feat", ENTRY_FEATS},
	              {"background", ENTRY_BACKGROUNDS},
	              {"species", ENTRY_SPECIES},
	              {"rule", ENTRY_RULES}};
	const struct children actions = children_of(im, rows, count, "creatureaction");
	const struct children attacks = children_of(im, rows, count, "creatureactionattack");
	const struct children traits = children_of(im, rows, count, "creaturetrait");

	for (size_t i = 0; i < count; i++) {
		const struct any *fields = any_get(rows[i], "fields");
		struct str model = model_of(rows[i]), pk = any_text(any_get(rows[i], "pk"));
		bool taken =
		    str_starts(model, STR("creatureaction")) || str_eq(model, STR("creaturetrait"));

		if (str_eq(model, STR("creature"))) {
			take_row_creature(im, rows[i], &actions, &attacks, &traits);
			taken = true;
		} else if (str_eq(model, STR("spell"))) {
			open5e_spell(im, fields, pk);
			taken = true;
		} else if (str_eq(model, STR("item")) || str_eq(model, STR("magicitem"))) {
			open5e_item(im, fields, pk);
			taken = true;
		}
		for (size_t k = 0; k < sizeof plains / sizeof *plains && !taken; k++)
			if (str_eq(model, str_of(plains[k].model))) {
				open5e_plain(im, plains[k].type, fields, pk);
				taken = true;
			}
		if (!taken)
			import_skip(
			    im, pk,
			    arena_printf(im->arena, "rows of %.*s are not kept", STR_ARG(model)));
	}
}
