/* How fast the rules are on one core: moves applied to a table of 12, a log of 10,000 moves folded,
 * dice parsed and rolled. One line each. */
#include <sys/resource.h>
#include <time.h>

#include "common/rules/dice_notation.h"
#include "common/rules/fold.h"

#include "common/base/poison.h"

enum { COMBATANTS = 12, MOVES = 1000000, LOG = 10000, ROLLS = 500000 };

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The most memory that this process has had, in kilobytes. */
static long memory(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return used.ru_maxrss;
}

/* A linear congruential generator: the same game every time. */
static int32_t roll(void *context, int32_t faces)
{
	uint64_t *x = context;

	*x = *x * 6364136223846793005u + 1442695040888963407u;
	return (int32_t)((*x >> 33) % (uint64_t)faces) + 1;
}

static struct uuid numbered(int32_t number)
{
	struct uuid id = {{1}};

	id.b[15] = (uint8_t)number;
	return id;
}

/* Four characters, one who concentrates, and eight monsters, one stunned. */
static struct encounter table_of_12(struct arena *arena)
{
	struct encounter e = {.status = ENCOUNTER_ACTIVE, .round = 1, .next_ordinal = 13};
	struct condition_held *stunned = ARENA_NEW(arena, struct condition_held);

	*stunned = (struct condition_held){.condition = CONDITION_STUNNED};
	e.combatants = ARENA_ARRAY(arena, struct combatant, COMBATANTS);
	for (int32_t i = 0; i < COMBATANTS; i++) {
		struct combatant *c = &e.combatants[e.count++];

		c->id = numbered(i + 1);
		c->ordinal = i + 1;
		c->kind = i < 4 ? KIND_CHARACTER : KIND_MONSTER;
		if (i < 4)
			c->character_id = numbered(i + 101);
		else
			c->monster = STR("goblin");
		c->name = arena_printf(arena, "Combatant %d", i + 1);
		c->rolled = true;
		c->initiative = 20 - i;
		c->hp = (struct hit_points){5000, 10000, 0};
		c->resistances = i % 3 ? 0 : DAMAGE_BIT(DAMAGE_FIRE);
	}
	e.combatants[0].concentration.spell = STR("bless");
	e.combatants[5].conditions = (struct list){stunned, 1};
	e.turn = e.combatants[0].id;
	return e;
}

/* A round of what tables do: damage, healing, a condition and its end, the next turn. */
static size_t moves_of_a_round(struct move *moves, const struct encounter *e, struct arena *arena)
{
	size_t n = 0;

	for (size_t i = 0; i < e->count; i++) {
		struct uuid *id = ARENA_NEW(arena, struct uuid);
		struct list one = {id, 1};

		*id = e->combatants[i].id;
		moves[n] = (struct move){.type = MOVE_DAMAGE, .targets = one, .amount = 7};
		moves[n].damage_type = DAMAGE_FIRE;
		for (size_t k = 0; k < move_rows[MOVE_DAMAGE].shape->count; k++)
			if (strcmp(move_rows[MOVE_DAMAGE].shape->fields[k].name, "amount") == 0)
				moves[n].seen.present |= (uint64_t)1 << k;
		n++;
		moves[n++] = (struct move){
		    .type = MOVE_ADD_CONDITION, .targets = one, .condition = CONDITION_PRONE};
		moves[n++] = (struct move){
		    .type = MOVE_REMOVE_CONDITION, .targets = one, .condition = CONDITION_PRONE};
		moves[n++] = (struct move){.type = MOVE_NEXT_TURN};
	}
	return n;
}

static void bench_moves(const struct move *moves, size_t count, const struct encounter *start)
{
	uint64_t random = 1;
	const struct dice dice = {roll, &random};
	struct arena arena = {0};
	size_t made = 0;
	double from = seconds(), took;

	while (made < MOVES) {
		struct encounter e = *start;

		for (size_t i = 0; i < count; i++) {
			struct outcome out;

			made += !rules_apply(&e, &moves[i], &dice, &arena, &e, &out);
		}
		arena_reset(&arena);
	}
	took = seconds() - from;
	printf("rules: %.0f moves a second with %d combatants\n", (double)made / took, COMBATANTS);
	arena_free(&arena);
}

static void bench_fold(const struct move *moves, size_t count, const struct encounter *start)
{
	struct arena arena = {0};
	struct logged_move *log = ARENA_ARRAY(&arena, struct logged_move, LOG);
	double from, whole, without;
	long before;
	struct fold f;

	for (size_t i = 0; i < LOG; i++)
		log[i].move = &moves[i % count];
	before = memory();
	from = seconds();
	rules_fold(start, log, LOG, NULL, &arena);
	whole = seconds() - from;
	log[0].without = true;
	from = seconds();
	f = rules_fold(start, log, LOG, NULL, &arena);
	without = seconds() - from;
	printf("rules: fold of %zu moves in %.1f ms, without the first in %.1f ms\n", f.played,
	       whole * 1e3, without * 1e3);
	printf("rules: both folds within %ld kB more than the log itself\n", memory() - before);
	arena_free(&arena);
}

static void bench_dice(void)
{
	static const struct dice_options plainly = {0};
	uint64_t random = 1;
	const struct dice dice = {roll, &random};
	struct arena arena = {0};
	int64_t sum = 0;
	double from = seconds(), took;

	for (int i = 0; i < ROLLS; i++) {
		const struct dice_expression *expression;
		struct dice_problem problem;
		struct dice_answer answer;

		if (dice_parse(STR("8d6+5"), &arena, &expression, &problem) &&
		    dice_evaluate(expression, &plainly, &dice, &arena, &answer, &problem))
			sum += answer.total;
		arena_reset(&arena);
	}
	took = seconds() - from;
	printf("dice: 8d6+5 parsed and rolled in %.2f us, mean %.2f\n", took / ROLLS * 1e6,
	       (double)sum / ROLLS);
	arena_free(&arena);
}

int main(void)
{
	struct arena arena = {0};
	struct encounter start = table_of_12(&arena);
	struct move *moves = ARENA_ARRAY(&arena, struct move, COMBATANTS * 4);
	size_t count = moves_of_a_round(moves, &start, &arena);

	if (encounter_broken(&start)) {
		printf("rules: %s\n", encounter_broken(&start));
		return 1;
	}
	bench_moves(moves, count, &start);
	bench_fold(moves, count, &start);
	bench_dice();
	arena_free(&arena);
	return 0;
}
