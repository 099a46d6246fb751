/* What players hear of a consequence: never more than their table shows. DMs hear all of it. */
#include "tests/unit/cm.h"

#include "common/table/told.h"
#include "common/table/view.h"

#include "common/base/poison.h"

static struct uuid id_of(uint8_t n)
{
	return (struct uuid){{[0] = 1, [15] = n}};
}

enum { HERO = 1, MONSTER, HIDDEN };

/* A fight in which the hero and the monster each lose five of twenty hit points. */
struct scene {
	struct arena a;
	struct combatant was[3], is[3];
	struct table_encounter before, after;
	struct campaign_settings settings;
};

static void set(struct scene *s)
{
	static const struct combatant those[] = {
	    {.kind = KIND_CHARACTER, .hp = {.current = 20, .max = 20}},
	    {.kind = KIND_MONSTER, .hp = {.current = 20, .max = 20}},
	    {.kind = KIND_MONSTER, .hidden = true, .hp = {.current = 20, .max = 20}},
	};

	*s = (struct scene){.settings = campaign_settings_default};
	memcpy(s->was, those, sizeof those);
	for (uint8_t i = 0; i < 3; i++) {
		s->was[i].id = id_of((uint8_t)(i + 1));
		s->was[i].ordinal = i;
	}
	memcpy(s->is, s->was, sizeof s->is);
	s->is[0].hp.current = s->is[1].hp.current = 15;
	s->before.state = s->after.state =
	    (struct encounter){.status = ENCOUNTER_ACTIVE, .count = 3};
	s->before.state.combatants = s->was;
	s->after.state.combatants = s->is;
}

/* What an audience hears of `c`; kind CONSEQUENCE_KINDS when nothing. */
static struct consequence heard(struct scene *s, struct consequence c, enum audience audience)
{
	struct doc *was = doc_root(&s->a), *is = doc_root(&s->a);
	const struct told_change change = {&s->before,   &s->after, was, is,
	                                   &s->settings, NULL,      NULL};
	struct list told;

	view_encounter(&s->before, &s->settings, audience, 1, was, &s->a);
	view_encounter(&s->after, &s->settings, audience, 1, is, &s->a);
	told = table_told(&(struct list){&c, 1}, &change, audience, &s->a);
	if (!told.count)
		return (struct consequence){.kind = CONSEQUENCE_KINDS};
	return *(const struct consequence *)told.items;
}

static void figures_only_where_figures_are_shown(void **state)
{
	struct damage_result part = {
	    .type = DAMAGE_FIRE, .rolled = 10, .amount = 5, .resisted = true};
	struct consequence hit = {.kind = CONSEQUENCE_DAMAGE,
	                          .combatant_id = id_of(MONSTER),
	                          .amount = 5,
	                          .rolled = 10,
	                          .resisted = true,
	                          .parts = {&part, 1}};
	struct consequence c;
	struct scene s;

	(void)state;
	set(&s);
	s.settings.monster_hp = HP_EXACT;
	c = heard(&s, hit, AUDIENCE_PARTY);
	assert_int_equal(c.amount, 5);
	assert_true(!c.rolled && !c.resisted && !c.parts.count);
	c = heard(&s, hit, AUDIENCE_DM);
	assert_true(c.rolled == 10 && c.resisted && c.parts.count == 1);
	hit.source = id_of(HERO);
	c = heard(&s, hit, AUDIENCE_PARTY);
	assert_true(c.rolled == 10 && c.amount == 5 && !c.resisted && !c.parts.count);
	s.settings.monster_hp = HP_BLOODIED;
	c = heard(&s, hit, AUDIENCE_PARTY);
	assert_true(c.kind == CONSEQUENCE_DAMAGE && c.rolled == 10 && !c.amount && !c.resisted);
	s.is[0].hidden = true;
	assert_int_equal(heard(&s, hit, AUDIENCE_PARTY).kind, CONSEQUENCE_KINDS);
	s.is[0].hidden = false;
	hit.source = id_of(MONSTER);
	assert_int_equal(heard(&s, hit, AUDIENCE_PARTY).kind, CONSEQUENCE_KINDS);
	hit.source = (struct uuid){{0}};
	assert_int_equal(heard(&s, hit, AUDIENCE_PARTY).kind, CONSEQUENCE_KINDS);
	s.is[1].hp.current = 9;
	c = heard(&s, hit, AUDIENCE_PARTY);
	assert_true(c.kind == CONSEQUENCE_DAMAGE && !c.amount);
	hit.combatant_id = id_of(HERO);
	assert_true(heard(&s, hit, AUDIENCE_PARTY).resisted);
	hit.combatant_id = id_of(HIDDEN);
	hit.source = id_of(HERO);
	assert_int_equal(heard(&s, hit, AUDIENCE_PARTY).kind, CONSEQUENCE_KINDS);
	arena_free(&s.a);
}

static void how_hard_a_save_is_only_dms_hear(void **state)
{
	struct consequence due = {
	    .kind = CONSEQUENCE_CONDITION_SAVE_DUE, .combatant_id = id_of(HERO), .dc = 15};
	struct consequence held = {
	    .kind = CONSEQUENCE_CONCENTRATION_DUE, .combatant_id = id_of(HERO), .dc = 22};
	struct scene s;

	(void)state;
	set(&s);
	assert_int_equal(heard(&s, due, AUDIENCE_DM).dc, 15);
	assert_int_equal(heard(&s, due, AUDIENCE_PARTY).kind, CONSEQUENCE_CONDITION_SAVE_DUE);
	assert_int_equal(heard(&s, due, AUDIENCE_PARTY).dc, 0);
	assert_int_equal(heard(&s, held, AUDIENCE_PARTY).dc, 22);
	s.settings.party_hp = HP_WORD;
	assert_int_equal(heard(&s, held, AUDIENCE_PARTY).dc, 0);
	assert_int_equal(heard(&s, held, AUDIENCE_DM).dc, 22);
	arena_free(&s.a);
}

static void how_far_a_monster_still_goes_only_dms_hear(void **state)
{
	struct consequence moved = {
	    .kind = CONSEQUENCE_MOVED, .combatant_id = id_of(MONSTER), .amount = 30};
	struct scene s;

	(void)state;
	set(&s);
	assert_int_equal(heard(&s, moved, AUDIENCE_PARTY).kind, CONSEQUENCE_MOVED);
	assert_int_equal(heard(&s, moved, AUDIENCE_PARTY).amount, 0);
	moved.combatant_id = id_of(HERO);
	assert_int_equal(heard(&s, moved, AUDIENCE_PARTY).amount, 30);
	moved.combatant_id = id_of(HIDDEN);
	assert_int_equal(heard(&s, moved, AUDIENCE_PARTY).kind, CONSEQUENCE_KINDS);
	arena_free(&s.a);
}

static void who_is_hidden_is_nobodys_source(void **state)
{
	struct consequence blinded = {
	    .kind = CONSEQUENCE_CONDITION, .combatant_id = id_of(HERO), .source = id_of(HIDDEN)};
	struct scene s;

	(void)state;
	set(&s);
	assert_true(uuid_is_nil(heard(&s, blinded, AUDIENCE_PARTY).source));
	assert_false(uuid_is_nil(heard(&s, blinded, AUDIENCE_DM).source));
	blinded.source = id_of(MONSTER);
	assert_false(uuid_is_nil(heard(&s, blinded, AUDIENCE_PARTY).source));
	arena_free(&s.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(figures_only_where_figures_are_shown),
	    cmocka_unit_test(how_hard_a_save_is_only_dms_hear),
	    cmocka_unit_test(how_far_a_monster_still_goes_only_dms_hear),
	    cmocka_unit_test(who_is_hidden_is_nobodys_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
