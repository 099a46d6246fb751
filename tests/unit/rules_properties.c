/* common/rules: what holds for every log of moves, tried on random ones. */
#include "tests/unit/cm.h"

#include "common/json/json.h"
#include "tests/unit/rules_play.h"

enum { GAMES = 60, MOVES = 240 };

static uint32_t choose_at_random(void *context, uint32_t below)
{
	return (uint32_t)random_below(context, below);
}

/* One game: its log, and a way back from each move. */
struct game {
	uint64_t seed;
	struct arena arena;
	struct encounter states[MOVES + 1];
	struct move log[MOVES];
	struct change changes[MOVES];
	struct memory_dice dice;
	size_t first_die[MOVES];
	size_t moves, made[MOVE_TYPES], refused[RULE_ERRORS];
};

static void start_game(struct game *g, uint64_t seed)
{
	*g = (struct game){.seed = seed};
	g->dice.fell = ARENA_ARRAY(&g->arena, int32_t, PLAY_DICE_MAX);
	g->states[0] = (struct encounter){.ruleset = seed % 2 ? RULESET_2014 : RULESET_2024,
	                                  .next_ordinal = 1};
}

static void end_game(struct game *g)
{
	arena_free(&g->arena);
}

static void fail_game(const struct game *g, const char *why)
{
	if (why)
		fail_msg("seed %llu, move %zu, %s: %s", (unsigned long long)g->seed, g->moves,
		         g->moves < MOVES ? move_type_names[g->log[g->moves].type] : "-", why);
}

/* The end of a game is so final that it is put off; every other move may come at any time. */
static void play_game(struct game *g)
{
	uint64_t random = g->seed;
	struct player player = {choose_at_random, &random, 0, g->seed % 10 == 0};
	struct outcome out;

	g->dice.player = &player;
	for (; g->moves < MOVES; g->moves++) {
		size_t n = g->moves;

		do
			g->log[n] = choose_move(&player, &g->states[n], &g->arena);
		while (g->log[n].type == MOVE_END && n < MOVES - 20);
		if (g->states[n].status == ENCOUNTER_DRAFT && g->states[n].count > 2 && n % 4 == 0)
			g->log[n] =
			    (struct move){.type = n % 8 ? MOVE_START : MOVE_ROLL_INITIATIVE};
		g->first_die[n] = g->dice.count;
		g->states[n + 1] = g->states[n];
		fail_game(g, play_move(&g->states[n + 1], &g->log[n], &g->dice, &g->arena,
		                       &g->changes[n], &out));
		g->refused[out.error]++;
		g->made[g->log[n].type] += !out.error;
	}
	g->dice.player = NULL;
}

static struct game *game;

static int set_up(void **state)
{
	(void)state;
	game = test_calloc(1, sizeof *game);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_free(game);
	return 0;
}

/* Each step by itself: see play_move. Over all games every move is made and every refusal met. */
static void every_move_is_sound(void **state)
{
	size_t made[MOVE_TYPES] = {0}, refused[RULE_ERRORS] = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= GAMES; seed++) {
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
		if (!refused[i] && i != RULE_TOO_MANY_ROUNDS)
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
	    offsetof(struct combatant, armor_class),
	    offsetof(struct combatant, hp.current),
	    offsetof(struct combatant, hp.max),
	    offsetof(struct combatant, hp.temp),
	    offsetof(struct combatant, resistances),
	    offsetof(struct combatant, vulnerabilities),
	    offsetof(struct combatant, immunities),
	    offsetof(struct combatant, xp),
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
	    cmocka_unit_test(every_move_is_sound),  cmocka_unit_test(undoing_everything_leads_back),
	    cmocka_unit_test(a_replay_is_the_same), cmocka_unit_test(changes_survive_storage),
	    cmocka_unit_test(every_field_counts),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
