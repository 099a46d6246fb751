/* common/rules: logs folded, with and without some of their moves, tried on random ones. */
#include "tests/unit/rules_game.h"

#include "common/json/json.h"

/* Folding the log is playing it. */
static void a_fold_is_the_play(void **state)
{
	(void)state;
	for (uint64_t seed = 4001; seed <= 4000 + GAMES; seed++) {
		struct fold f;

		start_game(game, seed);
		play_game(game);
		f = rules_fold(&game->states[0], game->played, game->count, NULL, &game->arena);
		fail_game(game, encounters_differ(&f.state, &game->states[MOVES]));
		assert_int_equal(f.different.count, 0);
		end_game(game);
	}
}

/* Dice that fall as they did; those that did not fall then are ones. */
struct falling {
	const struct logged_move *entry;
	size_t next;
	bool ran_out;
};

static int32_t fall(void *context, int32_t faces)
{
	struct falling *f = context;

	if (f->next < f->entry->dice_count && f->entry->dice[f->next] <= faces)
		return f->entry->dice[f->next++];
	f->next = f->entry->dice_count;
	f->ran_out = true;
	return 1;
}

/* Plays one move; what came of it as text. */
static struct str play_told(struct encounter *e, struct falling *f, struct arena *arena,
                            struct outcome *out)
{
	const struct dice dice = {fall, f};
	struct buf text = BUF(arena);
	const struct consequence *told;

	rules_apply(e, f->entry->move, &dice, arena, e, out);
	told = out->consequences.items;
	buf_printf(&text, "%d", (int)out->error);
	for (size_t i = 0; i < out->consequences.count; i++)
		json_encode(&text, &consequence_shape, &told[i]);
	return buf_str(&text);
}

/* Undoing a move is playing the log without it: both logs side by side, and what is reported is what
 * differs. */
static void compare_side_by_side(struct game *g, size_t without, const struct fold *f)
{
	struct encounter was = g->states[0], is = g->states[0];
	const struct fold_difference *d = f->different.items;
	size_t found = 0, played = 0;

	for (size_t i = 0; i < g->count; i++) {
		struct falling then = {.entry = &g->played[i]}, now = then;
		struct outcome was_told, is_told;
		struct str before, after;

		if (g->played[i].taken_back)
			continue;
		before = play_told(&was, &then, &g->arena, &was_told);
		if (i == without)
			continue;
		after = play_told(&is, &now, &g->arena, &is_told);
		played += !is_told.error;
		if (i < without)
			assert_true(str_eq(before, after));
		if (i < without || (str_eq(before, after) && !now.ran_out))
			continue;
		assert_true(found < f->different.count);
		assert_int_equal(d[found].index, i);
		assert_int_equal(d[found].error, is_told.error);
		assert_int_equal(d[found].new_dice, now.ran_out);
		found++;
	}
	assert_int_equal(found, f->different.count);
	assert_int_equal(played, f->played);
	fail_game(g, encounter_broken(&f->state));
	fail_game(g, encounters_differ(&f->state, &is));
}

static void what_is_reported_is_what_differs(void **state)
{
	size_t reported = 0;

	(void)state;
	for (uint64_t seed = 8001; seed <= 8000 + GAMES; seed++) {
		uint64_t random = seed;

		start_game(game, seed);
		play_game(game);
		for (int tries = 0; tries < 4 && game->count; tries++) {
			size_t without = (size_t)random_below(&random, game->count);
			struct fold f;

			if (game->played[without].taken_back)
				continue;
			game->played[without].without = true;
			f = rules_fold(&game->states[0], game->played, game->count, NULL,
			               &game->arena);
			game->played[without].without = false;
			compare_side_by_side(game, without, &f);
			reported += f.different.count;
		}
		end_game(game);
	}
	assert_true(reported > GAMES);
}

/* What is brought back is as it was: the fold with the move again is the fold of the log in which it was
 * never taken back. */
static void bringing_back_is_never_having_taken_back(void **state)
{
	size_t tried = 0;

	(void)state;
	for (uint64_t seed = 9001; seed <= 9000 + GAMES; seed++) {
		uint64_t random = seed;

		start_game(game, seed);
		play_game(game);
		for (int tries = 0; tries < 3 && game->count; tries++) {
			struct logged_move *entry =
			    &game->played[random_below(&random, game->count)];
			struct fold whole, again;

			if (entry->taken_back)
				continue;
			whole = rules_fold(&game->states[0], game->played, game->count, NULL,
			                   &game->arena);
			entry->taken_back = entry->again = true;
			again = rules_fold(&game->states[0], game->played, game->count, NULL,
			                   &game->arena);
			entry->taken_back = entry->again = false;
			fail_game(game, encounters_differ(&again.state, &whole.state));
			assert_int_equal(again.played, whole.played);
			tried++;
		}
		end_game(game);
	}
	assert_true(tried > GAMES);
}

static int32_t random_die(void *context, int32_t faces)
{
	return (int32_t)random_below(context, (uint64_t)faces) + 1;
}

/* Puts the new dice where the next fold finds them. */
static size_t keep_dice(struct game *g, const struct list *thrown)
{
	const struct fold_die *die = thrown->items;

	for (size_t i = 0; i < thrown->count; i++) {
		struct logged_move *entry = &g->played[die[i].index];
		int32_t *later = ARENA_ARRAY(&g->arena, int32_t, entry->later_count + 1);

		if (entry->later_count)
			memcpy(later, entry->later, entry->later_count * sizeof *later);
		later[entry->later_count++] = die[i].rolled;
		entry->later = later;
	}
	return thrown->count;
}

/* Whatever is taken back and brought back in between: dice that fell once stay as they fell. */
static void new_dice_stay_as_they_fell(void **state)
{
	size_t thrown = 0;

	(void)state;
	for (uint64_t seed = 9501; seed <= 9500 + GAMES; seed++) {
		uint64_t random = seed;
		const struct dice fresh = {random_die, &random};

		start_game(game, seed);
		play_game(game);
		for (int tries = 0; tries < 4 && game->count; tries++) {
			struct logged_move *entry =
			    &game->played[random_below(&random, game->count)];
			struct fold first, whole, second;

			if (entry->taken_back)
				continue;
			entry->without = true;
			first = rules_fold(&game->states[0], game->played, game->count, &fresh,
			                   &game->arena);
			thrown += keep_dice(game, &first.thrown);
			entry->without = false;
			whole = rules_fold(&game->states[0], game->played, game->count, &fresh,
			                   &game->arena);
			fail_game(game, encounters_differ(&whole.state, &game->states[MOVES]));
			assert_int_equal(whole.thrown.count, 0);
			entry->without = true;
			second = rules_fold(&game->states[0], game->played, game->count, &fresh,
			                    &game->arena);
			entry->without = false;
			fail_game(game, encounters_differ(&first.state, &second.state));
			assert_int_equal(second.thrown.count, 0);
		}
		end_game(game);
	}
	assert_true(thrown > 0);
}

/* The last step of the chain is where the hit points are. */
static void every_hit_point_is_explained(void **state)
{
	(void)state;
	for (uint64_t seed = 6001; seed <= 6000 + GAMES / 2; seed++) {
		const struct encounter *end;

		start_game(game, seed);
		play_game(game);
		end = &game->states[MOVES];
		for (size_t i = 0; i < end->count; i++) {
			const struct combatant *c = &end->combatants[i];
			const struct hp_step *steps;
			struct list chain;

			rules_explain(&game->states[0], game->played, game->count, c->id,
			              &game->arena, &chain);
			steps = chain.items;
			assert_true(chain.count > 0);
			assert_int_equal(steps[0].told.kind, CONSEQUENCE_JOINED);
			for (size_t k = 1; k < chain.count; k++)
				if (steps[k].index != steps[k - 1].index)
					assert_memory_equal(&steps[k].before, &steps[k - 1].after,
					                    sizeof steps->before);
			assert_memory_equal(&steps[chain.count - 1].after, &c->hp, sizeof c->hp);
		}
		end_game(game);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_fold_is_the_play),
	    cmocka_unit_test(what_is_reported_is_what_differs),
	    cmocka_unit_test(bringing_back_is_never_having_taken_back),
	    cmocka_unit_test(new_dice_stay_as_they_fell),
	    cmocka_unit_test(every_hit_point_is_explained),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
