/* What players may know: a fight with hidden combatants and the same fight without them look the same to
 * the party, byte for byte, at every turn. */
#include "tests/unit/cm.h"

#include "common/rules/moves.h"
#include "common/table/view.h"

#include "common/base/poison.h"

enum { SEEDS = 400, MOST = 8, TURNS = 40 };

static struct uuid id_of(uint8_t n)
{
	return (struct uuid){{[0] = 1, [15] = n}};
}

static struct combatant combatant(uint8_t n, bool hidden, int32_t initiative)
{
	return (struct combatant){
	    .id = id_of(n),
	    .ordinal = n,
	    .kind = n % 3 ? KIND_MONSTER : KIND_CUSTOM,
	    .name = STR("somebody"),
	    .hidden = hidden,
	    .rolled = true,
	    .initiative = initiative,
	    .hp = {.current = 5 + n, .max = 20},
	};
}

static struct str party_sees(const struct table_encounter *e, struct arena *a)
{
	struct doc *root = doc_root(a);
	struct buf b = BUF(a);

	view_encounter(e, &campaign_settings_default, AUDIENCE_PARTY, 1, root, a);
	doc_write(&b, root);
	return buf_str(&b);
}

static int32_t no_dice(void *context, int32_t faces)
{
	(void)context;
	return faces;
}

static void make(struct table_encounter *e, enum move_type type, struct arena *a)
{
	const struct dice dice = {.roll = no_dice};
	struct move move = {.type = type};
	struct outcome out = {0};
	struct encounter after;

	assert_int_equal(rules_apply(&e->state, &move, &dice, a, &after, &out), RULE_OK);
	e->seen = table_turn_seen(e, &after, a);
	e->state = after;
}

static bool visible_turn(const struct encounter *e)
{
	return !encounter_find(e, e->turn)->hidden;
}

static void the_hidden_leave_no_trace(void **state)
{
	struct arena a = {0};
	int hidden_acted = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct table_encounter full = {.id = id_of(200), .name = STR("x")}, plain = full;
		uint64_t random = seed;
		size_t most = 2 + random_below(&random, MOST - 1);
		bool shown_before = false;

		full.state.combatants = ARENA_ARRAY(&a, struct combatant, MOST);
		plain.state.combatants = ARENA_ARRAY(&a, struct combatant, MOST);
		for (uint8_t n = 1; n <= most; n++) {
			bool hidden = n > 1 && random_below(&random, 2);
			struct combatant c =
			    combatant(n, hidden, (int32_t)random_below(&random, 6));

			if (n > 1 && !random_below(&random, 3)) /* the dead are skipped */
				c.hp.current = 0;

			full.state.combatants[full.state.count++] = c;
			if (!hidden)
				plain.state.combatants[plain.state.count++] = c;
		}
		full.state.next_ordinal = plain.state.next_ordinal = (int32_t)most + 1;
		make(&full, MOVE_START, &a);
		make(&plain, MOVE_START, &a);
		shown_before = visible_turn(&full.state);
		for (int turn = 0; turn < TURNS; turn++) {
			struct str with = party_sees(&full, &a), without = party_sees(&plain, &a);

			if (!str_eq(with, without))
				fail_msg("seed %llu turn %d: %.*s but %.*s",
				         (unsigned long long)seed, turn, STR_ARG(with),
				         STR_ARG(without));
			make(&full, MOVE_NEXT_TURN, &a);
			hidden_acted += !visible_turn(&full.state);
			if (!visible_turn(&full.state))
				continue;
			if (shown_before)
				make(&plain, MOVE_NEXT_TURN, &a);
			shown_before = true;
		}
		arena_reset(&a);
	}
	assert_true(hidden_acted > SEEDS);
	arena_free(&a);
}

/* The positive twin: the same comparison finds a difference that players do see. */
static void the_seen_are_seen(void **state)
{
	struct arena a = {0};
	struct combatant two[] = {combatant(1, false, 5), combatant(2, false, 3)};
	struct table_encounter e = {.id = id_of(200),
	                            .name = STR("x"),
	                            .state = {.combatants = two, .count = 2, .next_ordinal = 3}};
	struct str before;

	(void)state;
	make(&e, MOVE_START, &a);
	before = party_sees(&e, &a);
	e.state.combatants[1].hidden = true;
	assert_false(str_eq(before, party_sees(&e, &a)));
	e.state.combatants[1].hidden = false;
	make(&e, MOVE_NEXT_TURN, &a);
	assert_false(str_eq(before, party_sees(&e, &a)));
	arena_free(&a);
}

static bool party_text_has(struct combatant c, const struct campaign_settings *settings,
                           const char *text)
{
	struct arena a = {0};
	struct table_encounter e = {.id = id_of(200),
	                            .name = STR("x"),
	                            .state = {.combatants = &c, .count = 1, .next_ordinal = 9}};
	struct doc *root = doc_root(&a);
	struct buf b = BUF(&a);
	bool has;

	view_encounter(&e, settings, AUDIENCE_PARTY, 1, root, &a);
	doc_write(&b, root);
	buf_putc(&b, '\0');
	has = strstr(b.p, text) != NULL;
	arena_free(&a);
	return has;
}

static void hit_points_are_as_exact_as_the_campaign_says(void **state)
{
	static const struct {
		enum hp_shown shown;
		int32_t current, max;
		const char *text;
	} cases[] = {
	    {HP_EXACT, 7, 20, "\"hp\":{\"current\":7,\"max\":20,\"temp\":0}"},
	    {HP_BLOODIED, 11, 20, "\"hp\":{\"state\":\"up\"}"},
	    {HP_BLOODIED, 10, 20, "\"hp\":{\"state\":\"bloodied\"}"},
	    {HP_BLOODIED, 3, 7, "\"hp\":{\"state\":\"bloodied\"}"},
	    {HP_BLOODIED, 4, 7, "\"hp\":{\"state\":\"up\"}"},
	    {HP_BLOODIED, 0, 20, "\"hp\":{\"state\":\"down\"}"},
	    {HP_WORD, 20, 20, "\"hp\":{\"state\":\"unhurt\"}"},
	    {HP_WORD, 19, 20, "\"hp\":{\"state\":\"hurt\"}"},
	    {HP_WORD, 10, 20, "\"hp\":{\"state\":\"bloodied\"}"},
	    {HP_WORD, 5, 20, "\"hp\":{\"state\":\"near death\"}"},
	    {HP_WORD, 0, 20, "\"hp\":{\"state\":\"down\"}"},
	    {HP_BAR, 20, 20, "\"hp\":{\"bar\":4,\"of\":4}"},
	    {HP_BAR, 1, 20, "\"hp\":{\"bar\":1,\"of\":4}"},
	    {HP_BAR, 15, 20, "\"hp\":{\"bar\":3,\"of\":4}"},
	    {HP_BAR, 16, 20, "\"hp\":{\"bar\":4,\"of\":4}"},
	    {HP_BAR, 0, 20, "\"hp\":{\"bar\":0,\"of\":4}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct campaign_settings settings = campaign_settings_default;
		struct combatant c = combatant(1, false, 5);

		settings.monster_hp = cases[i].shown;
		c.hp = (struct hit_points){.current = cases[i].current, .max = cases[i].max};
		if (!party_text_has(c, &settings, cases[i].text))
			fail_msg("case %zu: no %s", i, cases[i].text);
	}
}

static void hidden_hit_points_are_not_there(void **state)
{
	struct campaign_settings settings = campaign_settings_default;

	(void)state;
	settings.monster_hp = HP_HIDDEN;
	assert_false(party_text_has(combatant(1, false, 5), &settings, "\"hp\""));
	settings.monster_hp = HP_EXACT;
	assert_true(party_text_has(combatant(1, false, 5), &settings, "\"hp\""));
}

static void the_hidden_are_absent_a_mark_or_a_name(void **state)
{
	struct campaign_settings settings = campaign_settings_default;
	struct combatant c = combatant(1, true, 5);

	(void)state;
	assert_false(party_text_has(c, &settings, "000001"));
	settings.hidden_in_order = HIDDEN_PLACEHOLDER;
	assert_true(party_text_has(c, &settings, "{\"hidden\":true,\"name\":\"?\"}"));
	settings.hidden_in_order = HIDDEN_SHOWN;
	assert_true(party_text_has(c, &settings, "{\"hidden\":true,\"name\":\"somebody\"}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_hidden_leave_no_trace),
	    cmocka_unit_test(the_seen_are_seen),
	    cmocka_unit_test(hit_points_are_as_exact_as_the_campaign_says),
	    cmocka_unit_test(hidden_hit_points_are_not_there),
	    cmocka_unit_test(the_hidden_are_absent_a_mark_or_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
