/* common/rules: sheets at random, levels one after the other, and the tables themselves. */
#include "tests/unit/cm.h"

#include "common/json/json.h"
#include "common/rules/sheet_changes.h"
#include "tests/unit/rules_sheet_check.h"

enum { SHEETS = 4000 };

struct maker {
	uint64_t random;
	const struct catalog *c;
	struct arena arena;
};

static const enum ruleset rulesets[] = {RULESET_2014, RULESET_2024};

static size_t below(struct maker *m, size_t n)
{
	return n ? random_below(&m->random, n) : 0;
}

/* The slug of any row; now and then one that is not there. */
static struct str any(struct maker *m, const struct catalog_table *t)
{
	const char *row = (const char *)t->rows + below(m, t->count) * t->size;

	return below(m, 20) ? *(const struct str *)(const void *)row : STR("no-such-thing");
}

static struct list any_slugs(struct maker *m, const struct catalog_table *t, size_t most)
{
	size_t count = below(m, most + 1);
	struct str *slugs = ARENA_ARRAY(&m->arena, struct str, count);

	for (size_t i = 0; i < count; i++)
		slugs[i] = any(m, t);
	return (struct list){slugs, count};
}

/* Each key once, as in JSON. */
static struct list any_counts(struct maker *m, const struct catalog_table *t, size_t most)
{
	struct list slugs = any_slugs(m, t, most), counts = {0};

	for (size_t i = 0; i < slugs.count; i++)
		counts = sheet_counted(&counts, ((struct str *)slugs.items)[i],
		                       (int32_t)below(m, 4), &m->arena);
	return counts;
}

static void any_classes(struct maker *m, struct sheet *s)
{
	size_t count = below(m, 4);
	struct sheet_class *classes = ARENA_ARRAY(&m->arena, struct sheet_class, count);

	for (size_t i = 0; i < count; i++) {
		int32_t *rolls = ARENA_ARRAY(&m->arena, int32_t, LEVEL_MAX);

		for (size_t k = 0; k < LEVEL_MAX; k++)
			rolls[k] = (int32_t)below(m, 21);
		classes[i] = (struct sheet_class){
		    .name = any(m, &m->c->classes),
		    .subclass = any(m, &m->c->subclasses),
		    .level = 1 + (int32_t)below(m, LEVEL_MAX),
		    .rolls = {rolls, below(m, LEVEL_MAX + 1)},
		};
	}
	s->classes = (struct list){classes, count};
}

static void any_equipment(struct maker *m, struct sheet *s)
{
	size_t count = below(m, 12);
	struct sheet_item *items = ARENA_ARRAY(&m->arena, struct sheet_item, count);

	for (size_t i = 0; i < count; i++)
		items[i] = (struct sheet_item){
		    .item = any(m, below(m, 2) ? &m->c->items : &m->c->magic_items),
		    .base = any(m, &m->c->items),
		    .quantity = (int32_t)below(m, 4) * (below(m, 9) ? 1 : 30000),
		    .equipped = below(m, 3) > 0,
		    .attuned = below(m, 2) > 0,
		};
	s->equipment = (struct list){items, count};
}

static void any_effects(struct maker *m, struct sheet *s)
{
	size_t count = below(m, 8);
	struct sheet_effect *effects = ARENA_ARRAY(&m->arena, struct sheet_effect, count);

	for (size_t i = 0; i < count; i++) {
		const char *slug = below(m, 2)
		                       ? spell_effects[below(m, spell_effect_count)].slug
		                       : feature_effects[below(m, feature_effect_count)].slug;

		effects[i] = (struct sheet_effect){str_of(slug),
		                                   below(m, 2) ? STR("ally") : (struct str){0}};
	}
	s->effects = (struct list){effects, count};
}

static struct sheet any_sheet(struct maker *m)
{
	struct sheet s = {
	    .base_scores = below(m, 2) > 0,
	    .species = any(m, &m->c->species),
	    .lineage = any(m, &m->c->lineages),
	    .background = any(m, &m->c->backgrounds),
	    .feats = any_slugs(m, &m->c->feats, 3),
	    .features = any_slugs(m, &m->c->features, 6),
	    .features_used = any_counts(m, &m->c->features, 8),
	    .slots_used = any_counts(m, &m->c->features, 2),
	    .exhaustion = below(m, 3) ? 0 : (int32_t)below(m, EXHAUSTION_MAX + 1),
	    .xp = (int32_t)below(m, SHEET_XP_MAX),
	    .armor_class = below(m, 9) ? 0 : 1 + (int32_t)below(m, 40),
	};

	for (int a = 0; a < ABILITIES; a++)
		s.abilities[a] = 1 + (int32_t)below(m, 30);
	any_classes(m, &s);
	any_equipment(m, &s);
	any_effects(m, &s);
	if (below(m, 2))
		sheet_set_hp(&s, (int32_t)below(m, 300));
	return s;
}

static struct str as_json(struct maker *m, const struct shape *shape, const void *object)
{
	struct buf b = BUF(&m->arena);

	json_encode(&b, shape, object);
	return buf_str(&b);
}

/* Why its character cannot join a fight; the dead need not. */
static const char *stat_block_wrong(struct maker *m, const struct sheet *s)
{
	static const struct uuid id = {{1}};
	struct stat_block block = sheet_stat_block(s, m->c, &m->arena, STR("Somebody"), id);

	return s->exhaustion < EXHAUSTION_MAX ? stat_block_broken(&block) : NULL;
}

static void sheets_at_random_add_up(void **state)
{
	(void)state;
	for (size_t r = 0; r < 2; r++) {
		struct maker m = {.random = 7 + r, .c = catalog_srd(rulesets[r])};

		for (int i = 0; i < SHEETS; i++) {
			struct sheet s = any_sheet(&m), again = {0};
			struct derived_sheet d = sheet_derive(&s, m.c, &m.arena);
			struct str text = as_json(&m, &sheet_shape, &s);
			struct problems problems = {0};
			const char *wrong = derived_wrong(&d), *field;

			if (wrong)
				fail_msg("sheet %d: %s: %.*s", i, wrong, STR_ARG(text));
			/* The same again, and in JSON. */
			assert_true(str_eq(as_json(&m, &derived_shape, &d),
			                   as_json(&m, &derived_shape,
			                           &(struct derived_sheet[]){
			                               sheet_derive(&s, m.c, &m.arena)}[0])));
			assert_true(json_decode(text, &sheet_shape, &m.arena, &again, &problems));
			assert_true(str_eq(as_json(&m, &sheet_shape, &again), text));
			sheet_broken(&s, m.c, &m.arena, &field);
			wrong = stat_block_wrong(&m, &s);
			if (wrong)
				fail_msg("sheet %d: %s: %.*s", i, wrong, STR_ARG(text));
			arena_reset(&m.arena);
		}
		arena_free(&m.arena);
	}
}

static int32_t highest(void *context, int32_t faces)
{
	(void)context;
	return faces;
}

static const struct dice high_dice = {highest, NULL};

/* What the catalog asks for at that level of that class. */
static struct level_up next_level(const struct catalog *c, const struct catalog_class *class,
                                  int32_t level)
{
	struct level_up up = {.class = class->slug};

	for (size_t i = 0; level == class->subclass_level && i < c->subclasses.count; i++) {
		const struct catalog_subclass *sub =
		    (const struct catalog_subclass *)c->subclasses.rows + i;

		if (str_eq(sub->class, class->slug))
			up.subclass = sub->slug;
	}
	if ((class->improvement_levels & BIT(level)) || class->epic_boon_level == level) {
		/* Constitution, then Charisma, then Intelligence. */
		static const enum ability which[] = {ABILITY_CON, ABILITY_CHA, ABILITY_INT};

		up.raises[0].ability = which[level / 8];
		up.raises[0].by = 2;
		up.raise_count = 1;
	}
	return up;
}

static int32_t slot_count(const struct derived_sheet *d)
{
	const struct spell_slots *s = d->slots.items;
	int32_t n = d->pact_slots.max;

	for (size_t i = 0; i < d->slots.count; i++)
		n += s[i].max;
	return n;
}

static void every_class_climbs_to_twenty(void **state)
{
	struct arena arena = {0};

	(void)state;
	for (size_t r = 0; r < 2; r++) {
		const struct catalog *c = catalog_srd(rulesets[r]);

		for (size_t i = 0; i < c->classes.count; i++) {
			const struct catalog_class *class =
			    (const struct catalog_class *)c->classes.rows + i;
			struct sheet s = {.abilities = {13, 13, 13, 13, 13, 13}};
			struct derived_sheet before = sheet_derive(&s, c, &arena);

			for (int32_t level = 1; level <= LEVEL_MAX; level++) {
				struct level_up up = next_level(c, class, level);
				struct derived_sheet d;
				const char *field;
				struct sheet next;

				assert_int_equal(
				    sheet_level_up(&s, &up, c, &high_dice, &arena, &next),
				    SHEET_OK);
				s = next;
				d = sheet_derive(&s, c, &arena);
				assert_null(sheet_broken(&s, c, &arena, &field));
				assert_null(derived_wrong(&d));
				assert_int_equal(d.level, level);
				assert_true(d.hp_max.value > before.hp_max.value || level == 1);
				assert_true(d.proficiency.value >= before.proficiency.value);
				assert_true(slot_count(&d) >= slot_count(&before));
				assert_true(d.features.count >= before.features.count);
				assert_int_equal(d.unknown.count, 0);
				before = d;
			}
			arena_reset(&arena);
		}
	}
	arena_free(&arena);
}

static void a_second_rest_changes_nothing(void **state)
{
	(void)state;
	for (size_t r = 0; r < 2; r++) {
		struct maker m = {.random = 99 + r, .c = catalog_srd(rulesets[r])};

		for (int i = 0; i < SHEETS / 4; i++) {
			struct sheet s = any_sheet(&m), once, twice;
			struct sheet_count *none = NULL;

			s.exhaustion = 0;
			s.hit_dice_used = (struct list){none, 0};
			if (sheet_long_rest(&s, m.c, &m.arena, &once) == SHEET_OK) {
				assert_int_equal(sheet_long_rest(&once, m.c, &m.arena, &twice),
				                 SHEET_OK);
				assert_true(str_eq(as_json(&m, &sheet_shape, &once),
				                   as_json(&m, &sheet_shape, &twice)));
			}
			if (sheet_short_rest(&s, NULL, 0, m.c, &high_dice, &m.arena, &once, NULL) ==
			    SHEET_OK)
				assert_int_equal(once.hp.current, s.hp.current);
			arena_reset(&m.arena);
		}
		arena_free(&m.arena);
	}
}

/* Using and restoring every feature in turn brings the same sheet back. */
static void uses_come_back(void **state)
{
	(void)state;
	for (size_t r = 0; r < 2; r++) {
		struct maker m = {.random = 5 + r, .c = catalog_srd(rulesets[r])};

		for (int i = 0; i < SHEETS / 8; i++) {
			struct sheet s = any_sheet(&m), used, back;
			struct derived_sheet d;
			const struct derived_feature *f;

			s.features_used = (struct list){0};
			s.effects = (struct list){0};
			d = sheet_derive(&s, m.c, &m.arena);
			f = d.features.items;
			for (size_t k = 0; k < d.features.count; k++) {
				if (!f[k].has_uses || f[k].uses.max < 1)
					continue;
				assert_int_equal(sheet_use(&s, f[k].slug, 1, m.c, &m.arena, &used),
				                 SHEET_OK);
				assert_int_equal(
				    sheet_restore(&used, f[k].slug, 1, m.c, &m.arena, &back),
				    SHEET_OK);
				assert_true(str_eq(as_json(&m, &sheet_shape, &back),
				                   as_json(&m, &sheet_shape, &s)));
			}
			arena_reset(&m.arena);
		}
		arena_free(&m.arena);
	}
}

static void sorted(const struct catalog_table *t)
{
	for (size_t i = 1; i < t->count; i++) {
		const char *a = (const char *)t->rows + (i - 1) * t->size;

		assert_true(str_cmp(*(const struct str *)(const void *)a,
		                    *(const struct str *)(const void *)(a + t->size)) < 0);
	}
	assert_true(t->count > 0);
}

static void tables_are_sorted(void **state)
{
	(void)state;
	for (size_t r = 0; r < 2; r++) {
		const struct catalog *c = catalog_srd(rulesets[r]);

		assert_int_equal(c->ruleset, rulesets[r]);
		sorted(&c->classes);
		sorted(&c->subclasses);
		sorted(&c->features);
		sorted(&c->species);
		sorted(&c->lineages);
		sorted(&c->backgrounds);
		sorted(&c->feats);
		sorted(&c->items);
		sorted(&c->magic_items);
	}
	for (size_t i = 1; i < feature_effect_count; i++)
		assert_true(strcmp(feature_effects[i - 1].slug, feature_effects[i].slug) < 0);
	for (size_t i = 1; i < spell_effect_count; i++)
		assert_true(strcmp(spell_effects[i - 1].slug, spell_effects[i].slug) <= 0);
}

/* A slug that is misspelt would do nothing, and nobody would notice. */
static void effects_belong_to_features(void **state)
{
	(void)state;
	for (size_t i = 0; i < feature_effect_count; i++) {
		struct str slug = str_of(feature_effects[i].slug);

		for (size_t r = 0; r < 2; r++) {
			const struct catalog *c = catalog_srd(rulesets[r]);
			bool there = catalog_feature(c, slug) || catalog_feat(c, slug);

			if ((feature_effects[i].rulesets & BIT(rulesets[r])) && !there)
				fail_msg("%s is no feature", feature_effects[i].slug);
		}
	}
}

static void counters_are_there(void **state)
{
	(void)state;
	for (size_t r = 0; r < 2; r++) {
		const struct catalog *c = catalog_srd(rulesets[r]);
		const struct catalog_feature *f = c->features.rows;

		for (size_t i = 0; i < c->features.count; i++)
			if (f[i].uses_kind == USES_COUNTER)
				assert_int_not_equal(catalog_counter(catalog_class(c, f[i].class),
				                                     f[i].counter, LEVEL_MAX),
				                     0);
	}
}

/* A homebrew catalog over another one: its rows first, the others behind them. */
static void homebrew_lies_over_the_srd(void **state)
{
	static const struct catalog_class rows[] = {
	    {.slug = {"gunslinger", 10}, .name = {"Gunslinger", 10}, .hit_die = 10}};
	static const struct effect lucky[] = {
	    {.kind = EFFECT_ADD, .target = TARGET_SAVE, .amount = 1}};
	static const struct effect_row effects[] = {{"lucky", lucky, 1, BIT(RULESET_2014), NULL}};
	static const struct str feats[] = {{"lucky", 5}};
	const struct sheet s = {.abilities = {10, 10, 10, 10, 10, 10},
	                        .feats = {(void *)(uintptr_t)feats, 1}};
	const struct catalog over = {.ruleset = RULESET_2014,
	                             .effects = effects,
	                             .effect_count = 1,
	                             .under = catalog_srd(RULESET_2014),
	                             .classes = {rows, 1, sizeof *rows}};
	struct arena arena = {0};
	struct derived_sheet d;

	(void)state;
	assert_ptr_equal(catalog_class(&over, STR("gunslinger")), &rows[0]);
	assert_non_null(catalog_class(&over, STR("wizard")));
	assert_null(catalog_class(&over, STR("")));
	assert_null(catalog_class(catalog_srd(RULESET_2014), STR("gunslinger")));
	d = sheet_derive(&s, &over, &arena);
	assert_int_equal(((struct derived_ability *)d.abilities.items)->save.bonus.value, 1);
	arena_free(&arena);
}

static void errors_have_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHEET_ERRORS; i++) {
		assert_non_null(sheet_errors[i].code);
		assert_non_null(sheet_errors[i].message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sheets_at_random_add_up),
	    cmocka_unit_test(every_class_climbs_to_twenty),
	    cmocka_unit_test(a_second_rest_changes_nothing),
	    cmocka_unit_test(uses_come_back),
	    cmocka_unit_test(tables_are_sorted),
	    cmocka_unit_test(effects_belong_to_features),
	    cmocka_unit_test(counters_are_there),
	    cmocka_unit_test(homebrew_lies_over_the_srd),
	    cmocka_unit_test(errors_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
