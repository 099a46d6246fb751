/* A whole game at random, for the tests that need many. */
#ifndef TABARD_TESTS_UNIT_RULES_GAME_H
#define TABARD_TESTS_UNIT_RULES_GAME_H

#include "tests/unit/cm.h"

#include "common/rules/fold.h"
#include "tests/unit/rules_play.h"

enum { GAMES = 60, MOVES = 260 };

static inline uint32_t choose_at_random(void *context, uint32_t below)
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
	size_t first_die[MOVES + 1];
	struct logged_move played[MOVES]; /* those that were made, without those taken back */
	size_t where[MOVES];              /* in log, of each of them */
	size_t count;
	size_t moves, made[MOVE_TYPES], refused[RULE_ERRORS];
};

static inline void start_game(struct game *g, uint64_t seed)
{
	*g = (struct game){.seed = seed};
	g->dice.fell = ARENA_ARRAY(&g->arena, int32_t, PLAY_DICE_MAX);
	g->states[0] = (struct encounter){.ruleset = seed % 2 ? RULESET_2014 : RULESET_2024,
	                                  .next_ordinal = 1};
}

static inline void end_game(struct game *g)
{
	arena_free(&g->arena);
}

static inline void fail_game(const struct game *g, const char *why)
{
	if (why)
		fail_msg("seed %llu, move %zu, %s: %s", (unsigned long long)g->seed, g->moves,
		         g->moves < MOVES ? move_type_names[g->log[g->moves].type] : "-", why);
}

static inline void log_made(struct game *g, size_t n)
{
	g->where[g->count] = n;
	g->played[g->count++] = (struct logged_move){
	    .move = &g->log[n],
	    .dice = g->dice.fell + g->first_die[n],
	    .dice_count = g->dice.count - g->first_die[n],
	    .taken_back = g->log[n].type == MOVE_PREVIOUS_TURN,
	};
}

/* What previous_turn needs: the state without the last move that passed the turn. */
static inline void go_back(struct game *g, struct move *move)
{
	size_t at = rules_last_turn(g->played, g->count);
	struct encounter *state = ARENA_NEW(&g->arena, struct encounter);

	if (at == g->count)
		return;
	g->played[at].without = true;
	*state = rules_fold(&g->states[0], g->played, g->count, NULL, &g->arena).state;
	g->played[at].without = false;
	move->restored = state;
}

static inline bool can_be_repeated(enum move_type type)
{
	return type != MOVE_ADD_COMBATANT && type != MOVE_PREVIOUS_TURN && type != MOVE_END;
}

static inline struct move next_move(struct game *g, struct player *player)
{
	size_t n = g->moves;
	const struct encounter *e = &g->states[n];
	struct move move;

	/* The end of a game is so final that it is put off; every other move may come at any time. */
	do
		move = choose_move(player, e, &g->arena);
	while (move.type == MOVE_END && n < MOVES - 20);
	/* What was just done is mostly not possible again. */
	if (n && choose(player, 12) == 0 && can_be_repeated(g->log[n - 1].type))
		move = g->log[n - 1];
	if (e->status == ENCOUNTER_DRAFT && e->count > 2 && n % 4 == 0)
		move =
		    choose_move_of(player, n % 8 ? MOVE_START : MOVE_ROLL_INITIATIVE, e, &g->arena);
	if (move.type == MOVE_PREVIOUS_TURN)
		go_back(g, &move);
	return move;
}

static inline void play_game(struct game *g)
{
	uint64_t random = g->seed;
	struct player player = {choose_at_random, &random, 0, g->seed % 10 == 0};
	struct outcome out;

	g->dice.player = &player;
	for (; g->moves < MOVES; g->moves++) {
		size_t n = g->moves;

		g->log[n] = next_move(g, &player);
		g->first_die[n] = g->dice.count;
		g->states[n + 1] = g->states[n];
		fail_game(g, play_move(&g->states[n + 1], &g->log[n], &g->dice, &g->arena,
		                       &g->changes[n], &out));
		g->refused[out.error]++;
		g->made[g->log[n].type] += !out.error;
		if (out.error)
			continue;
		if (g->log[n].type == MOVE_PREVIOUS_TURN)
			g->played[rules_last_turn(g->played, g->count)].taken_back = true;
		log_made(g, n);
	}
	g->first_die[MOVES] = g->dice.count;
	g->dice.player = NULL;
}

static struct game *game;

static inline int set_up(void **state)
{
	(void)state;
	game = test_calloc(1, sizeof *game);
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	test_free(game);
	return 0;
}

#endif
