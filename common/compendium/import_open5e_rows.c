/* Open5e's fixtures: creatures, actions and attacks are rows of their own, put together here. */
#include "common/compendium/import_open5e.h"
#include "common/compendium/things.h"

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

/* The rows of a model by the field that names what they belong to, or by their own key. */
static struct children children_by(struct import *im, const struct any *const *rows, size_t count,
                                   const char *model, const char *field)
{
	struct children c = {ARENA_ARRAY(im->arena, struct child, count + 1), 0};

	for (size_t i = 0; i < count; i++) {
		const struct any *fields = any_get(rows[i], "fields");

		if (str_eq(model_of(rows[i]), str_of(model)))
			c.items[c.count++] = (struct child){
			    any_text(field ? any_get(fields, field) : any_get(rows[i], "pk")),
			    rows[i],
			    any_int(any_get(fields, "order_in_statblock"),
			            any_int(any_get(fields, "order"), 0))};
	}
	qsort(c.items, c.count, sizeof *c.items, by_parent);
	return c;
}

static struct children children_of(struct import *im, const struct any *const *rows, size_t count,
                                   const char *model)
{
	return children_by(im, rows, count, model, "parent");
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

/* What is worn and wielded has rows of its own. */
struct gear {
	struct children weapons, properties, armor;
};

static const struct any *row_of(const struct children *c, struct str pk)
{
	size_t i = first_child(c, pk);

	return pk.n && i < c->count && str_eq(c->items[i].parent, pk)
	           ? any_get(c->items[i].row, "fields")
	           : NULL;
}

/* "srd-2014_versatile-wp" as versatile */
static struct str property_of(const struct any *fields, struct arena *arena)
{
	struct str word = import_word(any_get(fields, "property"), arena);

	return word.n > 3 && str_eq(str_sub(word, word.n - 3, 3), STR("-wp"))
	           ? str_sub(word, 0, word.n - 3)
	           : word;
}

/* Gives whether it is used at a range, and its reach. */
static bool put_properties(struct import *im, struct any *weapon, const struct children *all,
                           struct str pk, int64_t *reach)
{
	struct any *list = any_new(im->arena, ANY_LIST);
	bool shot = false, thrown = false;

	for (size_t i = first_child(all, pk); i < all->count && str_eq(all->items[i].parent, pk);
	     i++) {
		const struct any *fields = any_get(all->items[i].row, "fields");
		struct str word = property_of(fields, im->arena);
		struct str dice = prose_dice(any_text(any_get(fields, "detail")), im->arena);

		if (!import_one_of(weapon_words, word))
			continue;
		any_push(list, any_of_text(im->arena, word));
		shot |= str_eq(word, STR("ammunition"));
		thrown |= str_eq(word, STR("thrown"));
		if (str_eq(word, STR("reach")))
			*reach = 10;
		if (str_eq(word, STR("versatile")) && dice.n)
			any_put(weapon, STR("versatile_dice"), any_of_text(im->arena, dice));
	}
	any_put(weapon, STR("properties"), list);
	return shot || !thrown;
}

static struct any *weapon_of(struct import *im, const struct gear *gear, struct str pk)
{
	const struct any *row = row_of(&gear->weapons, pk);
	struct any *weapon = any_new(im->arena, ANY_MAP), *damage = any_new(im->arena, ANY_MAP);
	struct str dice = any_text(any_get(row, "damage_dice"));
	int64_t near = any_int(any_get(row, "range"), 0), flat = 0, reach = 5;
	int64_t far = any_int(any_get(row, "long_range"), 0);
	bool ranged;

	if (!row)
		return NULL;
	if (str_to_int(dice, 0, 100, &flat))
		any_put(damage, STR("flat"), any_of_int(im->arena, flat));
	else
		any_put(damage, STR("dice"), any_of_text(im->arena, prose_dice(dice, im->arena)));
	any_put(damage, STR("type"),
	        any_of_text(im->arena, import_word(any_get(row, "damage_type"), im->arena)));
	ranged = put_properties(im, weapon, &gear->properties, pk, &reach) && near > 0;
	any_put(weapon, STR("category"),
	        any_of_text(im->arena,
	                    any_truth(any_get(row, "is_simple")) ? STR("simple") : STR("martial")));
	any_put(weapon, STR("kind"), any_of_text(im->arena, ranged ? STR("ranged") : STR("melee")));
	any_put(weapon, STR("damage"), damage);
	import_reach(im, weapon, ranged ? 0 : reach, near, far);
	return weapon;
}

/* Its weight is told by how much Dexterity it lets through. */
static struct any *armor_of(struct import *im, const struct gear *gear, struct str pk)
{
	const struct any *row = row_of(&gear->armor, pk), *cap = any_get(row, "ac_cap_dexmod");
	bool dexterity = any_truth(any_get(row, "ac_add_dexmod"));
	struct any *armor = any_new(im->arena, ANY_MAP);

	if (!row)
		return NULL;
	any_put(armor, STR("category"),
	        any_of_text(im->arena, !dexterity                ? STR("heavy")
	                               : any_is(cap, ANY_NUMBER) ? STR("medium")
	                                                         : STR("light")));
	any_put(armor, STR("ac"), any_of_int(im->arena, any_int(any_get(row, "ac_base"), 0)));
	any_put(armor, STR("adds_dex"), any_of_bool(im->arena, dexterity));
	if (any_is(cap, ANY_NUMBER))
		any_put(armor, STR("dex_max"), any_of_int(im->arena, any_int(cap, 0)));
	any_put(armor, STR("strength"),
	        any_of_int(im->arena, any_int(any_get(row, "strength_score_required"), 0)));
	any_put(armor, STR("stealth_disadvantage"),
	        any_of_bool(im->arena, any_truth(any_get(row, "grants_stealth_disadvantage"))));
	return armor;
}

/* A magic one is one of what it names; another has the figures itself. */
static void take_item(struct import *im, const struct gear *gear, const struct any *fields,
                      struct str place)
{
	struct import_entry *e = open5e_item(im, fields, place);
	struct str weapon = any_text(any_get(fields, "weapon"));
	struct str armor = any_text(any_get(fields, "armor"));
	struct any *figures;

	if (e && e->type == ENTRY_MAGIC_ITEMS && (weapon.n || armor.n)) {
		struct any *base = any_new(im->arena, ANY_LIST);

		any_push(base,
		         any_of_text(im->arena,
		                     import_word(any_get(fields, weapon.n ? "weapon" : "armor"),
		                                 im->arena)));
		any_put(e->data, STR("base"), base);
	} else if (e) {
		figures = weapon_of(im, gear, weapon);
		if (figures)
			any_put(e->data, STR("weapon"), figures);
		figures = armor_of(im, gear, armor);
		if (figures)
			any_put(e->data, STR("armor"), figures);
	}
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
	const struct gear gear = {
	    .weapons = children_by(im, rows, count, "weapon", NULL),
	    .properties = children_by(im, rows, count, "weaponpropertyassignment", "weapon"),
	    .armor = children_by(im, rows, count, "armor", NULL),
	};

	for (size_t i = 0; i < count; i++) {
		const struct any *fields = any_get(rows[i], "fields");
		struct str model = model_of(rows[i]), pk = any_text(any_get(rows[i], "pk"));
		bool taken = str_starts(model, STR("creatureaction")) ||
		             str_eq(model, STR("creaturetrait")) ||
		             str_starts(model, STR("weapon")) || str_eq(model, STR("armor"));

		if (str_eq(model, STR("creature"))) {
			take_row_creature(im, rows[i], &actions, &attacks, &traits);
			taken = true;
		} else if (str_eq(model, STR("spell"))) {
			open5e_spell(im, fields, pk);
			taken = true;
		} else if (str_eq(model, STR("item")) || str_eq(model, STR("magicitem"))) {
			take_item(im, &gear, fields, pk);
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
