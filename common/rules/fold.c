#include "common/rules/fold.h"

#include "common/base/poison.h"

/* A list that grows. */
static void *add(struct list *list, size_t *room, size_t item_size, struct arena *arena)
{
	if (list->count == *room) {
		void *items;

		*room = *room ? *room * 2 : 16;
		items = arena_alloc(arena, *room, item_size);
		if (list->count)
			memcpy(items, list->items, list->count * item_size);
		list->items = items;
	}
	return (char *)list->items + list->count++ * item_size;
}

/* Where new dice are noted. */
struct notes {
	struct list *thrown; /* of struct fold_die */
	size_t room;
	struct arena *arena;
};

/* Dice that fall as they did, and then anew. */
struct replay {
	const struct logged_move *entry;
	size_t index, next, later;
	const struct dice *fresh;
	struct notes *notes; /* or NULL */
	bool ran_out;
};

static int32_t throw_anew(struct replay *r, int32_t faces)
{
	int32_t rolled = r->fresh ? dice_roll(r->fresh, faces) : 1;

	r->ran_out = true;
	if (r->notes)
		*(struct fold_die *)add(r->notes->thrown, &r->notes->room, sizeof(struct fold_die),
		                        r->notes->arena) = (struct fold_die){r->index, rolled};
	return rolled;
}

static int32_t replay_roll(void *context, int32_t faces)
{
	struct replay *r = context;
	const struct logged_move *e = r->entry;

	if (r->next < e->dice_count && e->dice[r->next] <= faces)
		return e->dice[r->next++];
	r->next = e->dice_count;
	while (r->later < e->later_count)
		if (e->later[r->later++] <= faces)
			return e->later[r->later - 1];
	return throw_anew(r, faces);
}

enum { MOVES_IN_ROOM = 64 };

/* A game on its way. What is left of old states is thrown away every so often, so that the room it
 * takes is that of the state, and not that of the log. */
struct game {
	struct encounter state;
	struct arena *room, rooms[2];
	size_t moves; /* in this room */
};

static struct game begin(const struct encounter *start)
{
	return (struct game){.state = *start};
}

static void end(struct game *g)
{
	arena_free(&g->rooms[0]);
	arena_free(&g->rooms[1]);
}

/* Into the other room, with nothing but the state, once there have been enough moves in this one. What
 * the last move told is gone then. */
static void make_room(struct game *g)
{
	struct arena *full = g->room ? g->room : &g->rooms[0];

	if (g->moves < MOVES_IN_ROOM)
		return;
	g->room = full == &g->rooms[0] ? &g->rooms[1] : &g->rooms[0];
	g->state = rules_keep(&g->state, g->room);
	g->moves = 0;
	arena_reset(full);
}

/* One more move; false when it is refused. */
static bool play(struct game *g, const struct logged_move *entry, struct replay *replay,
                 struct outcome *out)
{
	const struct dice dice = {replay_roll, replay};
	struct encounter after = {0};

	make_room(g);
	replay->entry = entry;
	g->moves++;
	if (rules_apply(&g->state, entry->move, &dice, g->room ? g->room : &g->rooms[0], &after,
	                out))
		return false;
	g->state = after;
	return true;
}

static bool same_outcome(const struct outcome *a, const struct outcome *b)
{
	const struct consequence *x = a->consequences.items, *y = b->consequences.items;

	if (a->error != b->error || a->consequences.count != b->consequences.count)
		return false;
	for (size_t i = 0; i < a->consequences.count; i++)
		if (!rules_same(&consequence_shape, &x[i], &y[i]))
			return false;
	return true;
}

static void note_end(const struct logged_move *entry, const struct outcome *out, struct list *told,
                     struct arena *arena)
{
	struct consequence *own;

	if (entry->move->type != MOVE_END)
		return;
	*told = out->consequences;
	own = ARENA_ARRAY(arena, struct consequence, told->count);
	if (told->count)
		memcpy(own, told->items, told->count * sizeof *own);
	told->items = own;
	for (size_t i = 0; i < told->count; i++)
		rules_own(&consequence_shape, &own[i], arena);
}

static void note_turn(struct fold *f, const struct encounter *e)
{
	const struct combatant *acting = encounter_find(e, e->turn);

	f->played++;
	if (!acting || acting->hidden)
		return;
	f->shown_turn = e->turn;
	f->shown_round = e->round;
}

struct fold rules_fold(const struct encounter *start, const struct logged_move *log, size_t count,
                       const struct dice *fresh, struct arena *arena)
{
	struct fold f = {0};
	struct game now = begin(start), then;
	struct notes notes = {.thrown = &f.thrown, .arena = arena};
	size_t i = 0, room = 0;

	for (; i < count && !log[i].without && !log[i].again; i++) {
		struct replay replay = {.index = i, .fresh = fresh, .notes = &notes};
		struct outcome out;

		if (!log[i].taken_back && play(&now, &log[i], &replay, &out))
			note_turn(&f, &now.state);
	}
	then = begin(&now.state);
	/* From here on both are there, and the one must not lose what the other still stands on. */
	if (i < count)
		then.state = rules_keep(&now.state, &then.rooms[0]);
	for (; i < count; i++) {
		struct replay as_then = {.fresh = fresh};
		struct replay as_now = {.index = i, .fresh = fresh, .notes = &notes};
		struct outcome was, is;

		if (log[i].taken_back && !log[i].again)
			continue;
		if (!log[i].again && play(&then, &log[i], &as_then, &was))
			note_end(&log[i], &was, &f.ended_before, arena);
		if (log[i].without)
			continue;
		if (play(&now, &log[i], &as_now, &is)) {
			note_end(&log[i], &is, &f.ended_now, arena);
			note_turn(&f, &now.state);
		}
		if (!log[i].again && (!same_outcome(&was, &is) || as_now.ran_out))
			*(struct fold_difference *)add(&f.different, &room,
			                               sizeof(struct fold_difference), arena) =
			    (struct fold_difference){i, is.error, is.about, as_now.ran_out};
	}
	f.state = rules_keep(&now.state, arena);
	end(&then);
	end(&now);
	return f;
}

size_t rules_last_turn(const struct logged_move *log, size_t count)
{
	for (size_t i = count; i-- > 0;)
		if (!log[i].taken_back && move_rows[log[i].move->type].passes_turn)
			return i;
	return count;
}

static bool about_hit_points(enum consequence_kind kind)
{
	return kind == CONSEQUENCE_DAMAGE || kind == CONSEQUENCE_HEALED ||
	       kind == CONSEQUENCE_TEMP_HP || kind == CONSEQUENCE_DIED ||
	       kind == CONSEQUENCE_EXHAUSTION || kind == CONSEQUENCE_MAX_LOST ||
	       kind == CONSEQUENCE_OVERRIDDEN || kind == CONSEQUENCE_JOINED;
}

static struct hit_points hp_of(const struct encounter *e, struct uuid id)
{
	const struct combatant *c = encounter_find(e, id);

	return c ? c->hp : (struct hit_points){0};
}

void rules_explain(const struct encounter *start, const struct logged_move *log, size_t count,
                   struct uuid combatant, struct arena *arena, struct list *out)
{
	struct game game = begin(start);
	size_t room = 0;

	*out = (struct list){0};
	for (size_t i = 0; i < count; i++) {
		struct hit_points before = hp_of(&game.state, combatant);
		struct replay replay = {0};
		const struct consequence *told;
		struct outcome done;

		if (log[i].taken_back || !play(&game, &log[i], &replay, &done))
			continue;
		told = done.consequences.items;
		for (size_t k = 0; k < done.consequences.count; k++) {
			struct hp_step *step;

			if (!uuid_eq(told[k].combatant_id, combatant) ||
			    !about_hit_points(told[k].kind))
				continue;
			step = add(out, &room, sizeof *step, arena);
			*step = (struct hp_step){i, told[k], before, hp_of(&game.state, combatant)};
			rules_own(&consequence_shape, &step->told, arena);
		}
	}
	end(&game);
}
