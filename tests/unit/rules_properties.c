/* common/rules: what holds for every log of moves, tried on random ones. */
#include "tests/unit/rules_game.h"

#include "common/json/json.h"

/* Limits that no game of a sane length reaches, what only rules_may says, and the one attack in thousands at
 * one's charmer. */
static bool never_in_play(size_t error)
{
	return error == RULE_TOO_MANY_ROUNDS || error == RULE_TOO_MANY_CONDITIONS ||
	       error == RULE_DM_ONLY || error == RULE_NOT_YOURS || error == RULE_ALREADY_ROLLED ||
	       error == RULE_CHARMED;
}

/* Each step by itself: see play_move. Over all games every move is made and every refusal met. */
static void every_move_is_sound(void **state)
{
	size_t made[MOVE_TYPES] = {0}, refused[RULE_ERRORS] = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 4 * GAMES; seed++) {
		start_game(game, seed);
		play_game(game);
		for (size_t i = 0; i < MOVE_TYPES; i++)
			made[i] += game->made[i];
		for (size_t i = 0; i < RULE_ERRORS; i++)
			refused[i] += game->refused[i];
		end_game(game);
	}
	for (size_t i = 0; i < MOVE_TYPES; i++)
		if (made[i] < 5)
			fail_msg("%s was made only %zu times", move_type_names[i], made[i]);
	for (size_t i = 0; i < RULE_ERRORS; i++)
		if (!refused[i] && !never_in_play(i))
			fail_msg("%s was never met", rule_errors[i].code);
}

static void undoing_everything_leads_back(void **state)
{
	(void)state;
	for (uint64_t seed = 1001; seed <= 1000 + GAMES; seed++) {
		struct encounter e;

		start_game(game, seed);
		play_game(game);
		e = game->states[MOVES];
		while (game->moves--) {
			e = rules_undo(&e, &game->changes[game->moves], &game->arena);
			fail_game(game, encounters_differ(&e, &game->states[game->moves]));
		}
		assert_int_equal(e.count, 0);
		end_game(game);
	}
}

/* The log played again from the start, with the dice as they fell, gives the same game. */
static void a_replay_is_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 2001; seed <= 2000 + GAMES; seed++) {
		struct memory_dice dice = {0};
		const struct dice source = {memory_roll, &dice};
		struct outcome out;
		struct encounter e;

		start_game(game, seed);
		play_game(game);
		e = game->states[0];
		dice = (struct memory_dice){.fell = game->dice.fell, .count = game->dice.count};
		for (game->moves = 0; game->moves < MOVES; game->moves++) {
			dice.next = game->first_die[game->moves];
			rules_apply(&e, &game->log[game->moves], &source, &game->arena, &e, &out);
			fail_game(game, encounters_differ(&e, &game->states[game->moves + 1]));
		}
		end_game(game);
	}
}

/* What a player's own move may bring about in somebody else: a turn that begins or ends, what an
 * attack does, and the end of conditions that hung on the player's combatant. */
static bool attacked(const struct move *move, struct uuid id)
{
	const struct attack_made *made = move->attacks.items;

	for (size_t i = 0; i < move->attacks.count; i++)
		if (uuid_eq(made[i].target, id))
			return true;
	return false;
}

static const char *touches_others(const struct encounter *before, const struct encounter *after,
                                  const struct move *move, const struct mover *mover)
{
	for (size_t i = 0; i < before->count; i++) {
		const struct combatant *was = &before->combatants[i];
		const struct combatant *is = encounter_find(after, was->id);

		if ((was->kind == KIND_CHARACTER &&
		     uuid_eq(was->character_id, *(const struct uuid *)mover->characters.items)) ||
		    attacked(move, was->id))
			continue;
		if (!is)
			return "somebody else is gone";
		if (memcmp(&was->hp, &is->hp, sizeof was->hp) || was->hidden != is->hidden ||
		    (was->initiative != is->initiative && before->round == after->round) ||
		    was->exhaustion != is->exhaustion || was->dying.dead != is->dying.dead ||
		    was->dying.failures != is->dying.failures ||
		    !same_text(was->concentration.spell, is->concentration.spell) ||
		    is->conditions.count > was->conditions.count + 1 || was->x != is->x)
			return "somebody else is changed";
	}
	return after->count > before->count ? "somebody is new" : NULL;
}

static void players_change_only_what_is_theirs(void **state)
{
	size_t may = 0, may_not[RULE_ERRORS] = {0};

	(void)state;
	for (uint64_t seed = 7001; seed <= 7000 + GAMES; seed++) {
		start_game(game, seed);
		play_game(game);
		for (size_t i = 0; i < game->count; i++) {
			const struct encounter *before = &game->states[game->where[i]];
			const struct combatant *actor =
			    encounter_find(before, game->played[i].move->combatant_id);
			bool theirs = i % 2 && actor && actor->kind == KIND_CHARACTER;
			struct uuid own =
			    theirs ? actor->character_id : play_id(0xCC, (int32_t)(1 + seed % 8));
			const struct mover mover = {.characters = {&own, 1}};
			const struct mover dm = {.dm = true};
			struct uuid about;
			enum rule_error error =
			    rules_may(before, game->played[i].move, &mover, &about);

			may_not[error]++;
			assert_int_equal(rules_may(before, game->played[i].move, &dm, &about),
			                 RULE_OK);
			if (error)
				continue;
			may++;
			game->moves = game->where[i];
			fail_game(game,
			          touches_others(before, before + 1, game->played[i].move, &mover));
		}
		end_game(game);
	}
	assert_true(may > GAMES / 2);
	assert_true(may_not[RULE_DM_ONLY] && may_not[RULE_NOT_YOURS] &&
	            may_not[RULE_NOT_YOUR_TURN]);
}

static struct change through_json(const struct change *change, struct arena *arena)
{
	struct buf text = BUF(arena);
	struct problems problems = {0};
	struct change back = {0};

	json_encode(&text, &change_shape, change);
	if (!json_decode(buf_str(&text), &change_shape, arena, &back, &problems))
		fail_msg("%.*s: %s in %.*s", STR_ARG(problems.items[0].field),
		         problems.items[0].code, STR_ARG(buf_str(&text)));
	return back;
}

/* A change is stored as JSON, and must come back whole. */
static void changes_survive_storage(void **state)
{
	(void)state;
	for (uint64_t seed = 3001; seed <= 3000 + GAMES / 2; seed++) {
		start_game(game, seed);
		play_game(game);
		for (game->moves = 0; game->moves < MOVES; game->moves++) {
			struct change change =
			    through_json(&game->changes[game->moves], &game->arena);
			struct encounter undone =
			    rules_undo(&game->states[game->moves + 1], &change, &game->arena);

			fail_game(game, encounters_differ(&undone, &game->states[game->moves]));
		}
		end_game(game);
	}
}

/* Whatever differs in a combatant is seen and taken back, also what no move changes yet. */
static void every_field_counts(void **state)
{
	struct combatant was = {
	    .id = {{1}}, .ordinal = 1, .name = STR("Orc"), .monster = STR("orc")};
	const struct combatant is[] = {
	    {.id = {{1}}, .ordinal = 1, .name = STR("Orc")},
	    {.id = {{1}}, .ordinal = 1, .monster = STR("orc")},
	};
	/* The numbers, by their place in the struct. */
	static const size_t numbers[] = {
	    offsetof(struct combatant, character_id),
	    offsetof(struct combatant, kind),
	    offsetof(struct combatant, hidden),
	    offsetof(struct combatant, rolled),
	    offsetof(struct combatant, initiative),
	    offsetof(struct combatant, tiebreak),
	    offsetof(struct combatant, initiative_bonus),
	    offsetof(struct combatant, dexterity),
	    offsetof(struct combatant, constitution),
	    offsetof(struct combatant, armor_class),
	    offsetof(struct combatant, hp.current),
	    offsetof(struct combatant, hp.max),
	    offsetof(struct combatant, hp.temp),
	    offsetof(struct combatant, max_lost),
	    offsetof(struct combatant, resistances),
	    offsetof(struct combatant, vulnerabilities),
	    offsetof(struct combatant, immunities),
	    offsetof(struct combatant, xp),
	    offsetof(struct combatant, condition_immunities),
	    offsetof(struct combatant, damage_threshold),
	    offsetof(struct combatant, speed),
	    offsetof(struct combatant, saves[SAVE_CHA]),
	    offsetof(struct combatant, advantages),
	    offsetof(struct combatant, exhaustion),
	    offsetof(struct combatant, dying.dead),
	    offsetof(struct combatant, dying.stable),
	    offsetof(struct combatant, dying.saves),
	    offsetof(struct combatant, dying.successes),
	    offsetof(struct combatant, dying.failures),
	    offsetof(struct combatant, spent.action),
	    offsetof(struct combatant, spent.bonus_action),
	    offsetof(struct combatant, spent.reaction),
	    offsetof(struct combatant, spent.interaction),
	    offsetof(struct combatant, spent.moved),
	    offsetof(struct combatant, spent.slot),
	    offsetof(struct combatant, spent.bonus_spell),
	    offsetof(struct combatant, spent.other_spell),
	    offsetof(struct combatant, spent.death_save),
	    offsetof(struct combatant, surprised),
	    offsetof(struct combatant, delaying),
	    offsetof(struct combatant, missed),
	    offsetof(struct combatant, making_up),
	    offsetof(struct combatant, hp_shown),
	    offsetof(struct combatant, lair),
	    offsetof(struct combatant, lair_round),
	    offsetof(struct combatant, x),
	    offsetof(struct combatant, y),
	};
	enum { NUMBERS = sizeof numbers / sizeof *numbers };
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < NUMBERS + 2; i++) {
		struct combatant now = i < NUMBERS ? was : is[i - NUMBERS];
		const struct encounter before = {.next_ordinal = 2, .combatants = &was, .count = 1};
		const struct encounter after = {.next_ordinal = 2, .combatants = &now, .count = 1};
		struct encounter undone;
		struct change change;

		if (i < NUMBERS)
			*((unsigned char *)&now + numbers[i]) = 1;
		change = rules_change(&before, &after, &arena);
		undone = rules_undo(&after, &change, &arena);
		assert_int_equal(change.before.count, 1);
		assert_null(encounters_differ(&before, &undone));
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_move_is_sound),
	    cmocka_unit_test(undoing_everything_leads_back),
	    cmocka_unit_test(a_replay_is_the_same),
	    cmocka_unit_test(changes_survive_storage),
	    cmocka_unit_test(every_field_counts),
	    cmocka_unit_test(players_change_only_what_is_theirs),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
