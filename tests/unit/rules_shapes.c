/* common/rules: the bodies that API.md promises, the tables, and states that must be refused. */
#include "tests/unit/cm.h"

#include "common/json/json.h"
#include "common/rules/moves.h"

#define ID_A "0190b6a0-0000-7000-8000-00000000000a"
#define ID_B "0190b6a0-0000-7000-8000-00000000000b"
#define WHO "\"combatant_id\":\"" ID_A "\""
#define WHOM "\"targets\":[\"" ID_A "\"]"

static bool decode(enum move_type type, const char *body, struct arena *arena, struct move *move,
                   struct problems *problems)
{
	*move = (struct move){0};
	*problems = (struct problems){0};
	return json_decode(str_of(body), move_rows[type].shape, arena, move, problems);
}

static void bodies_are_accepted(void **state)
{
	static const struct row {
		enum move_type type;
		const char *body;
	} rows[] = {
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"monster\":\"goblin\",\"count\":4,"
	                         "\"hp\":\"average\",\"hidden\":false}"},
	    {MOVE_ADD_COMBATANT,
	     "{\"type\":\"add_combatant\",\"monster\":\"goblin\",\"hp\":\"roll\"}"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"monster\":\"goblin\",\"hp\":12}"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"character_id\":\"" ID_A "\"}"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"custom\":{\"name\":\"Rope bridge\","
	                         "\"armor_class\":11,\"hp\":20}}"},
	    {MOVE_REMOVE_COMBATANT,
	     "{\"type\":\"remove_combatant\",\"combatant_id\":\"" ID_A "\"}"},
	    {MOVE_REVEAL, "{\"type\":\"reveal\",\"combatant_ids\":[\"" ID_A "\"]}"},
	    {MOVE_HIDE, "{\"type\":\"hide\",\"combatant_ids\":[\"" ID_A "\",\"" ID_B "\"]}"},
	    {MOVE_ROLL_INITIATIVE, "{\"type\":\"roll_initiative\"}"},
	    {MOVE_ROLL_INITIATIVE, "{\"type\":\"roll_initiative\",\"for\":\"monsters\"}"},
	    {MOVE_ROLL_INITIATIVE,
	     "{\"type\":\"roll_initiative\",\"combatant_ids\":[\"" ID_A "\"]}"},
	    {MOVE_SET_INITIATIVE, "{\"type\":\"set_initiative\",\"combatant_id\":\"" ID_A
	                          "\",\"initiative\":17,\"tiebreak\":2}"},
	    {MOVE_START, "{\"type\":\"start\"}"},
	    {MOVE_START, "{\"type\":\"start\",\"each_round\":true}"},
	    {MOVE_NEXT_TURN, "{\"type\":\"next_turn\"}"},
	    {MOVE_PAUSE, "{\"type\":\"pause\"}"},
	    {MOVE_RESUME, "{\"type\":\"resume\"}"},
	    {MOVE_DAMAGE, "{\"type\":\"damage\",\"targets\":[\"" ID_A "\"],\"amount\":7,"
	                  "\"damage_type\":\"slashing\",\"half\":true}"},
	    {MOVE_DAMAGE, "{\"type\":\"damage\",\"targets\":[\"" ID_A "\"],\"amount\":0}"},
	    {MOVE_HEAL, "{\"type\":\"heal\",\"targets\":[\"" ID_A "\"],\"amount\":5}"},
	    {MOVE_END, "{\"type\":\"end\",\"xp\":200}"},
	    {MOVE_END, "{\"type\":\"end\"}"},
	    {MOVE_END, "{\"type\":\"end\",\"loot\":[{\"name\":\"gold\",\"quantity\":50,"
	               "\"combatant_id\":\"" ID_A "\"},{\"name\":\"sword\"}]}"},
	    {MOVE_PREVIOUS_TURN, "{\"type\":\"previous_turn\"}"},
	    {MOVE_SKIP_TURN, "{\"type\":\"skip_turn\"}"},
	    {MOVE_ALLOW_TURN, "{\"type\":\"allow_turn\"," WHO "}"},
	    {MOVE_END_TURN, "{\"type\":\"end_turn\"}"},
	    {MOVE_END_TURN, "{\"type\":\"end_turn\"," WHO "}"},
	    {MOVE_DELAY, "{\"type\":\"delay\"," WHO "}"},
	    {MOVE_REORDER, "{\"type\":\"reorder\"," WHO ",\"after\":\"" ID_B "\"}"},
	    {MOVE_DAMAGE, "{\"type\":\"damage\"," WHOM ",\"roll\":\"2d6[slashing]+1d6[fire]\","
	                  "\"critical\":true}"},
	    {MOVE_DAMAGE, "{\"type\":\"damage\"," WHOM ",\"parts\":[{\"amount\":5,"
	                  "\"damage_type\":\"fire\"},{\"amount\":3}],\"saved\":[\"" ID_A
	                  "\"],\"reduction\":3,\"knock_out\":true}"},
	    {MOVE_HEAL, "{\"type\":\"heal\"," WHOM ",\"roll\":\"1d8+3\",\"revive\":true}"},
	    {MOVE_SET_TEMP_HP, "{\"type\":\"set_temp_hp\"," WHOM ",\"amount\":8}"},
	    {MOVE_STABILIZE, "{\"type\":\"stabilize\"," WHOM "}"},
	    {MOVE_DEATH_SAVE, "{\"type\":\"death_save\"," WHO "}"},
	    {MOVE_DEATH_SAVE, "{\"type\":\"death_save\"," WHO ",\"roll\":20}"},
	    {MOVE_ADD_CONDITION,
	     "{\"type\":\"add_condition\"," WHOM ",\"condition\":\"restrained\",\"until\":"
	     "{\"combatant_id\":\"" ID_A "\",\"at\":\"end_of_turn\",\"rounds\":1}}"},
	    {MOVE_ADD_CONDITION,
	     "{\"type\":\"add_condition\"," WHOM ",\"condition\":\"paralyzed\",\"until\":"
	     "{\"at\":\"save_ends\",\"ability\":\"wis\",\"dc\":15},\"source_id\":\"" ID_B
	     "\",\"concentration\":true}"},
	    {MOVE_ADD_CONDITION, "{\"type\":\"add_condition\"," WHOM ",\"condition\":\"prone\"}"},
	    {MOVE_REMOVE_CONDITION,
	     "{\"type\":\"remove_condition\"," WHOM ",\"condition\":\"restrained\"}"},
	    {MOVE_CONDITION_SAVE,
	     "{\"type\":\"condition_save\"," WHO ",\"condition\":\"paralyzed\",\"success\":true}"},
	    {MOVE_SET_EXHAUSTION, "{\"type\":\"set_exhaustion\"," WHOM ",\"level\":0}"},
	    {MOVE_SET_CONCENTRATION,
	     "{\"type\":\"set_concentration\"," WHO ",\"spell\":\"bless\"}"},
	    {MOVE_SET_CONCENTRATION, "{\"type\":\"set_concentration\"," WHO "}"},
	    {MOVE_CONCENTRATION_SAVE, "{\"type\":\"concentration_save\"," WHO ",\"roll\":-1}"},
	    {MOVE_TAKE_TURN, "{\"type\":\"take_turn\"," WHO "," WHOM
	                     ",\"action\":\"attack\",\"cost\":\"bonus_action\",\"slot\":1}"},
	    {MOVE_TAKE_TURN,
	     "{\"type\":\"take_turn\"," WHO ",\"attacks\":[{\"target\":\"" ID_B
	     "\",\"attack\":\"Longsword\",\"advantage\":true,\"cover\":\"half\",\"roll\":20},"
	     "{\"target\":\"" ID_B "\",\"to_hit\":0,\"damage\":\"1d8[fire]\",\"distance\":60}]}"},
	    {MOVE_QUEUE_TURN, "{\"type\":\"queue_turn\"," WHO ",\"action\":\"dash\"}"},
	    {MOVE_READY, "{\"type\":\"ready\"," WHO ",\"action\":\"shoot\"}"},
	    {MOVE_MOVE, "{\"type\":\"move\"," WHO ",\"x\":4,\"y\":7}"},
	    {MOVE_INTERACT, "{\"type\":\"interact\"," WHO "}"},
	    {MOVE_USE_SLOT, "{\"type\":\"use_slot\"," WHO ",\"level\":9,\"pact\":true}"},
	    {MOVE_USE_FEATURE, "{\"type\":\"use_feature\"," WHO ",\"feature\":\"rage\"}"},
	    {MOVE_USE_ITEM, "{\"type\":\"use_item\"," WHO ",\"item\":\"arrow\",\"count\":3}"},
	    {MOVE_EQUIP_ITEM,
	     "{\"type\":\"equip_item\"," WHO ",\"item\":\"shield\",\"equipped\":true}"},
	    {MOVE_USE_LEGENDARY, "{\"type\":\"use_legendary\"," WHO ",\"count\":2}"},
	    {MOVE_USE_LAIR, "{\"type\":\"use_lair\"," WHO "}"},
	    {MOVE_NOTE, "{\"type\":\"note\",\"text\":\"They flee.\"}"},
	    {MOVE_OVERRIDE, "{\"type\":\"override\"," WHO ",\"field\":\"hp/max\",\"value\":30}"},
	    {MOVE_REST, "{\"type\":\"rest\",\"rest\":\"short\",\"combatant_ids\":[\"" ID_A
	                "\"],\"hit_dice\":2,\"fixed\":true}"},
	    {MOVE_ROLL_INITIATIVE,
	     "{\"type\":\"roll_initiative\",\"together\":\"sides\",\"surprised\":[\"" ID_A
	     "\"],\"advantage\":[],\"fixed\":true,\"again\":true}"},
	};
	bool tried[MOVE_TYPES] = {false};
	struct arena arena = {0};
	struct problems problems;
	struct move move;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!decode(rows[i].type, rows[i].body, &arena, &move, &problems))
			fail_msg("%s: %.*s %s", rows[i].body, STR_ARG(problems.items[0].field),
			         problems.items[0].code);
		assert_int_equal(move.type, rows[i].type);
		tried[move.type] = true;
	}
	for (size_t i = 0; i < MOVE_TYPES; i++)
		if (!tried[i])
			fail_msg("%s was not tried", move_type_names[i]);
	arena_free(&arena);
}

static void what_they_say_arrives(void **state)
{
	struct arena arena = {0};
	struct problems problems;
	struct move m;

	(void)state;
	assert_true(
	    decode(MOVE_ADD_COMBATANT,
	           "{\"type\":\"add_combatant\",\"monster\":\"goblin\",\"count\":4,\"hp\":\"roll\","
	           "\"hidden\":true}",
	           &arena, &m, &problems));
	assert_str(m.monster, "goblin");
	assert_int_equal(move_count(&m), 4);
	assert_int_equal(m.hp, HP_ROLL);
	assert_true(m.hidden);
	assert_true(decode(MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"hp\":\"average\"}",
	                   &arena, &m, &problems));
	assert_int_equal(m.hp, HP_AVERAGE);
	assert_int_equal(move_count(&m), 1);
	assert_true(decode(MOVE_DAMAGE,
	                   "{\"type\":\"damage\",\"targets\":[\"" ID_A "\",\"" ID_B
	                   "\"],\"amount\":7,"
	                   "\"damage_type\":\"thunder\",\"half\":true}",
	                   &arena, &m, &problems));
	assert_int_equal(m.targets.count, 2);
	assert_int_equal(m.amount, 7);
	assert_int_equal(m.damage_type, DAMAGE_THUNDER);
	assert_true(m.half);
	assert_true(decode(MOVE_DAMAGE,
	                   "{\"type\":\"damage\",\"targets\":[\"" ID_A "\"],\"amount\":7}", &arena,
	                   &m, &problems));
	assert_int_equal(m.damage_type, DAMAGE_UNTYPED);
	arena_free(&arena);
}

/* Each beside an accepted twin above. */
static void other_bodies_are_not(void **state)
{
	static const struct row {
		enum move_type type;
		const char *body, *field;
	} rows[] = {
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"count\":0}", "/count"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"count\":51}", "/count"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"hp\":0}", "/hp"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"hp\":-1}", "/hp"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"hp\":\"most\"}", "/hp"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"hp\":10001}", "/hp"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"monster\":\"\"}", "/monster"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"custom\":{\"name\":\"A\"}}",
	     "/custom/hp"},
	    {MOVE_ADD_COMBATANT, "{\"type\":\"add_combatant\",\"colour\":1}", "/colour"},
	    {MOVE_REVEAL, "{\"type\":\"reveal\"}", "/combatant_ids"},
	    {MOVE_REVEAL, "{\"type\":\"reveal\",\"combatant_ids\":[]}", "/combatant_ids"},
	    {MOVE_REVEAL, "{\"type\":\"reveal\",\"combatant_ids\":[\"A\"]}", "/combatant_ids/0"},
	    {MOVE_SET_INITIATIVE, "{\"type\":\"set_initiative\",\"combatant_id\":\"" ID_A "\"}",
	     "/initiative"},
	    {MOVE_SET_INITIATIVE,
	     "{\"type\":\"set_initiative\",\"combatant_id\":\"" ID_A "\",\"initiative\":101}",
	     "/initiative"},
	    {MOVE_DAMAGE, "{\"type\":\"damage\",\"targets\":[\"" ID_A "\"],\"amount\":-1}",
	     "/amount"},
	    {MOVE_DAMAGE, "{\"type\":\"damage\",\"targets\":[\"" ID_A "\"],\"amount\":10001}",
	     "/amount"},
	    {MOVE_DAMAGE,
	     "{\"type\":\"damage\",\"targets\":[\"" ID_A
	     "\"],\"amount\":1,\"damage_type\":\"sonic\"}",
	     "/damage_type"},
	    {MOVE_HEAL, "{\"type\":\"heal\",\"amount\":1}", "/targets"},
	    {MOVE_HEAL, "{\"type\":\"heal\",\"targets\":[\"" ID_A "\"],\"amount\":1,\"half\":true}",
	     "/half"},
	    {MOVE_END, "{\"type\":\"end\",\"xp\":-1}", "/xp"},
	    {MOVE_DEATH_SAVE, "{\"type\":\"death_save\"," WHO ",\"roll\":21}", "/roll"},
	    {MOVE_DEATH_SAVE, "{\"type\":\"death_save\"}", "/combatant_id"},
	    {MOVE_ADD_CONDITION, "{\"type\":\"add_condition\"," WHOM ",\"condition\":\"sleepy\"}",
	     "/condition"},
	    {MOVE_ADD_CONDITION,
	     "{\"type\":\"add_condition\"," WHOM ",\"condition\":\"prone\","
	     "\"until\":{\"rounds\":-1}}",
	     "/until/rounds"},
	    {MOVE_SET_EXHAUSTION, "{\"type\":\"set_exhaustion\"," WHOM ",\"level\":7}", "/level"},
	    {MOVE_USE_SLOT, "{\"type\":\"use_slot\"," WHO ",\"level\":10}", "/level"},
	    {MOVE_USE_SLOT, "{\"type\":\"use_slot\"," WHO ",\"level\":0}", "/level"},
	    {MOVE_READY, "{\"type\":\"ready\"," WHO ",\"action\":\"\"}", "/action"},
	    {MOVE_DAMAGE, "{\"type\":\"damage\"," WHOM ",\"parts\":[]}", "/parts"},
	    {MOVE_TAKE_TURN, "{\"type\":\"take_turn\"," WHO ",\"cost\":\"lunch\"}", "/cost"},
	    {MOVE_START, "{\"type\":\"begin\"}", "/type"},
	    {MOVE_START, "{}", "/type"},
	};
	struct arena arena = {0};
	struct problems problems;
	struct move move;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (decode(rows[i].type, rows[i].body, &arena, &move, &problems))
			fail_msg("%s is accepted", rows[i].body);
		assert_str(problems.items[0].field, rows[i].field);
	}
	arena_free(&arena);
}

static bool is_sentence(const char *text)
{
	size_t n = text ? strlen(text) : 0;

	return n > 10 && text[n - 1] == '.' && (text[0] < 'a' || text[0] > 'z');
}

static void check_docs(const struct shape *shape)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct field *f = &shape->fields[i];

		if (!is_sentence(f->doc))
			fail_msg("%s.%s has no sentence", shape->name, f->name);
		assert_true(f->min <= f->max);
	}
}

static void tables_are_complete(void **state)
{
	static const char *const *const names[] = {ruleset_names,
	                                           encounter_status_names,
	                                           combatant_kind_names,
	                                           damage_type_names,
	                                           move_type_names,
	                                           roll_for_names,
	                                           consequence_kind_names,
	                                           condition_names,
	                                           state_names,
	                                           save_names,
	                                           until_names,
	                                           cost_names,
	                                           resource_kind_names,
	                                           roll_together_names,
	                                           rest_names,
	                                           recharge_names,
	                                           each_round_names,
	                                           cover_names,
	                                           advantage_names};
	static const size_t counts[] = {2,
	                                4,
	                                3,
	                                DAMAGE_TYPES,
	                                MOVE_TYPES,
	                                3,
	                                CONSEQUENCE_KINDS,
	                                CONDITIONS,
	                                STATE_BITS,
	                                SAVES,
	                                5,
	                                5,
	                                7,
	                                3,
	                                3,
	                                4,
	                                4,
	                                3,
	                                ADVANTAGES};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		for (size_t k = 0; k < counts[i]; k++)
			assert_non_null(names[i][k]);
		assert_null(names[i][counts[i]]);
	}
	for (size_t i = 0; i < MOVE_TYPES; i++) {
		const struct move_row *row = &move_rows[i];

		assert_string_equal(row->name, move_type_names[i]);
		assert_non_null(strchr(row->event, '.'));
		assert_true(is_sentence(row->doc));
		assert_string_equal(row->shape->fields[0].name, "type");
		check_docs(row->shape);
	}
	check_docs(&combatant_shape);
	check_docs(&whole_combatant_shape);
	check_docs(&stat_block_shape);
	check_docs(&consequence_shape);
	check_docs(&change_shape);
	for (size_t i = 1; i < RULE_ERRORS; i++) {
		assert_true(is_sentence(rule_errors[i].message));
		for (const char *c = rule_errors[i].code; *c; c++)
			assert_true((*c >= 'A' && *c <= 'Z') || *c == '_');
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(rule_errors[i].code, rule_errors[k].code);
	}
}

static struct combatant sound(uint8_t id, int32_t ordinal)
{
	return (struct combatant){.id = {{id}},
	                          .ordinal = ordinal,
	                          .kind = KIND_MONSTER,
	                          .name = STR("Orc"),
	                          .monster = STR("orc"),
	                          .hp = {5, 9, 0}};
}

/* What the lines of broken.cases cannot say. */
static void broken_states_are_refused(void **state)
{
	static char byte[] = "\xff";
	struct combatant c[2] = {sound(1, 1), sound(2, 2)};
	struct encounter e = {.next_ordinal = 3, .combatants = c, .count = 2};
	const struct combatant first = c[0], second = c[1];

	(void)state;
#define REFUSED(place, value)                                                                      \
	do {                                                                                       \
		assert_null(encounter_broken(&e));                                                 \
		(place) = (value);                                                                 \
		assert_non_null(encounter_broken(&e));                                             \
		c[0] = first;                                                                      \
		c[1] = second;                                                                     \
		e = (struct encounter){.next_ordinal = 3, .combatants = c, .count = 2};            \
	} while (0)
	REFUSED(c[1].id, c[0].id);
	REFUSED(c[0].id, (struct uuid){{0}});
	REFUSED(c[1].ordinal, 1);
	REFUSED(c[0].ordinal, 2);
	REFUSED(c[0].ordinal, 0);
	REFUSED(c[1].ordinal, 3);
	REFUSED(e.next_ordinal, 2);
	REFUSED(e.next_ordinal, 0);
	REFUSED(e.next_ordinal, ORDINAL_MAX + 1);
	REFUSED(e.combatants, NULL);
	REFUSED(e.count, ENCOUNTER_COMBATANTS_MAX + 1);
	REFUSED(e.ruleset, (enum ruleset)2);
	REFUSED(e.status, (enum encounter_status)4);
	REFUSED(e.turn, ((struct uuid){{9}}));
	REFUSED(e.each_round, (enum each_round)4);
	REFUSED(c[0].kind, (enum combatant_kind)3);
	REFUSED(c[0].kind, KIND_CHARACTER);
	REFUSED(c[0].kind, KIND_CUSTOM);
	REFUSED(c[0].monster.n, 0);
	REFUSED(c[0].character_id, ((struct uuid){{9}}));
	REFUSED(c[0].resistances, DAMAGE_ALL + 1);
	REFUSED(c[0].advantages, ADVANTAGE_BIT(ADVANTAGES));
	REFUSED(c[0].vulnerabilities, UINT32_C(1) << 31);
	REFUSED(c[0].immunities, DAMAGE_ALL + 1);
	REFUSED(c[0].name, ((struct str){byte, 1}));
#undef REFUSED
	assert_null(encounter_broken(&e));
	c[0].resistances = c[0].vulnerabilities = c[0].immunities = DAMAGE_ALL;
	assert_null(encounter_broken(&e));
}

/* What was stored before a combatant had conditions, dying and the like. */
static void old_states_are_read(void **state)
{
	static const char old[] =
	    "{\"kind\":\"monster\",\"name\":\"Goblin 1\",\"monster\":\"goblin\",\"rolled\":true,"
	    "\"initiative\":12,\"tiebreak\":14,\"initiative_bonus\":2,\"dexterity\":14,"
	    "\"armor_class\":15,\"hp\":{\"current\":0,\"max\":7,\"temp\":0},"
	    "\"resistances\":[\"fire\"],\"xp\":50}";
	struct combatant c = {.id = {{1}}, .ordinal = 1};
	struct encounter e = {.next_ordinal = 2, .combatants = &c, .count = 1};
	struct problems problems = {0};
	struct arena arena = {0};
	struct buf text = BUF(&arena);

	(void)state;
	assert_true(json_decode(str_of(old), &combatant_shape, &arena, &c, &problems));
	assert_null(encounter_broken(&e));
	assert_true(combatant_dead(&c));
	/* And what has nothing new is written as before. */
	json_encode(&text, &combatant_shape, &c);
	assert_null(strstr(arena_cstr(&arena, buf_str(&text)), "dying"));
	assert_null(strstr(arena_cstr(&arena, buf_str(&text)), "conditions"));
	arena_free(&arena);
}

/* The one limit that no game of a sane length reaches. */
static void ordinals_run_out(void **state)
{
	const struct custom_combatant door = {.name = STR("Door"), .hp = 5};
	const struct stat_block stats = stat_block_of_custom(&door);
	struct uuid id = {{1}};
	const struct move move = {.stats = &stats, .new_ids = {&id, 1}};
	struct encounter e = {.next_ordinal = ORDINAL_MAX - 1}, after;
	struct arena arena = {0};
	struct outcome out;

	(void)state;
	assert_int_equal(rules_apply(&e, &move, NULL, &arena, &after, &out), RULE_OK);
	assert_null(encounter_broken(&after));
	e.next_ordinal = ORDINAL_MAX;
	assert_null(encounter_broken(&e));
	assert_int_equal(rules_apply(&e, &move, NULL, &arena, &after, &out),
	                 RULE_TOO_MANY_COMBATANTS);
	arena_free(&arena);
}

static void a_custom_one_has_a_stat_block(void **state)
{
	const struct custom_combatant rope = {
	    .name = STR("Rope bridge"), .armor_class = 11, .hp = 20};
	const struct custom_combatant door = {.name = STR("Door"), .hp = 5, .initiative_bonus = -5};
	struct stat_block s = stat_block_of_custom(&rope);

	(void)state;
	assert_null(stat_block_broken(&s));
	assert_int_equal(s.kind, KIND_CUSTOM);
	assert_int_equal(s.armor_class, 11);
	assert_int_equal(s.hp.max, 20);
	s = stat_block_of_custom(&door);
	assert_null(stat_block_broken(&s));
	assert_int_equal(s.armor_class, 10);
	assert_int_equal(s.initiative_bonus, -5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bodies_are_accepted),
	    cmocka_unit_test(what_they_say_arrives),
	    cmocka_unit_test(other_bodies_are_not),
	    cmocka_unit_test(tables_are_complete),
	    cmocka_unit_test(broken_states_are_refused),
	    cmocka_unit_test(old_states_are_read),
	    cmocka_unit_test(ordinals_run_out),
	    cmocka_unit_test(a_custom_one_has_a_stat_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
