/* Bytes at the rules: each decision of a game at random is one or more bytes, so that the fuzzer
 * finds games that no seed does. What must hold after each move stands in tests/unit/rules_play.h;
 * at the end everything is taken back. */
#include "common/rules/fold.h"
#include "tests/unit/rules_play.h"

enum { MOVES_MAX = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
	const uint8_t *p;
	size_t left;
};

/* As many bytes as `below` needs; 0 after the last. */
static uint32_t choose_by_bytes(void *context, uint32_t below)
{
	struct bytes *b = context;
	uint64_t value = 0;

	for (uint64_t reach = 1; reach < below; reach *= 256) {
		value = value * 256 + (b->left ? *b->p : 0);
		b->p += b->left > 0;
		b->left -= b->left > 0;
	}
	return (uint32_t)(value % below);
}

/* What previous_turn needs: the state without the last move that passed the turn. */
static void go_back(const struct encounter *start, struct logged_move *log, size_t count,
                    struct move *move, struct arena *arena)
{
	size_t at = rules_last_turn(log, count);
	struct encounter *state = ARENA_NEW(arena, struct encounter);

	if (at == count)
		return;
	log[at].without = true;
	*state = rules_fold(start, log, count, NULL, arena).state;
	log[at].without = false;
	move->restored = state;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int32_t fell[PLAY_DICE_MAX];
	static struct change changes[MOVES_MAX];
	static struct move moves[MOVES_MAX];
	static struct logged_move log[MOVES_MAX];
	struct bytes bytes = {data, size};
	struct player player = {choose_by_bytes, &bytes, 0, size && data[0] == 0};
	struct memory_dice dice = {&player, fell, 0, 0};
	struct arena arena = {0};
	const struct encounter start = {.next_ordinal = 1};
	struct encounter e = start, folded;
	size_t n = 0, logged = 0;

	for (; n < MOVES_MAX && bytes.left; n++) {
		size_t first = dice.count;
		struct outcome out;

		moves[n] = choose_move(&player, &e, &arena);
		if (moves[n].type == MOVE_PREVIOUS_TURN)
			go_back(&start, log, logged, &moves[n], &arena);
		if (play_move(&e, &moves[n], &dice, &arena, &changes[n], &out))
			abort();
		if (out.error)
			continue;
		if (moves[n].type == MOVE_PREVIOUS_TURN)
			log[rules_last_turn(log, logged)].taken_back = true;
		log[logged++] = (struct logged_move){
		    .move = &moves[n],
		    .dice = fell + first,
		    .dice_count = dice.count - first,
		    .taken_back = moves[n].type == MOVE_PREVIOUS_TURN,
		};
	}
	/* The log leads where the moves led. */
	folded = rules_fold(&start, log, logged, NULL, &arena).state;
	if (encounters_differ(&folded, &e))
		abort();
	while (n--)
		e = rules_undo(&e, &changes[n], &arena);
	if (encounters_differ(&e, &start))
		abort();
	arena_free(&arena);
	return 0;
}
