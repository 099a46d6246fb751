#include "common/rules/fold.h"

#include "common/base/poison.h"

/* Dice that fall as they did, and then anew. */
struct replay {
	const struct logged_move *entry;
	size_t next;
	const struct dice *fresh;
	bool ran_out;
};

static int32_t replay_roll(void *context, int32_t faces)
{
	struct replay *r = context;

	if (r->next < r->entry->dice_count && r->entry->dice[r->next] <= faces)
		return r->entry->dice[r->next++];
	r->ran_out = true;
	r->next = r->entry->dice_count;
	return r->fresh ? dice_roll(r->fresh, faces) : 1;
}

/* One move onto *state. */
static bool play(struct encounter *state, const struct logged_move *entry, struct replay *replay,
                 struct arena *arena, struct outcome *out)
{
	const struct dice dice = {replay_roll, replay};
	struct encounter after = {0};

	replay->entry = entry;
	if (rules_apply(state, entry->move, &dice, arena, &after, out))
		return false;
	*state = after;
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

static void note(struct fold *f, size_t room, size_t index, const struct outcome *out,
                 bool new_dice)
{
	struct fold_difference *differences = f->different.items;

	if (f->different.count < room)
		differences[f->different.count++] = (struct fold_difference){
		    .index = index,
		    .error = out->error,
		    .about = out->about,
		    .new_dice = new_dice,
		};
}

static void note_end(const struct logged_move *entry, const struct outcome *out, struct list *told)
{
	if (entry->move->type == MOVE_END)
		*told = out->consequences;
}

struct fold rules_fold(const struct encounter *start, const struct logged_move *log, size_t count,
                       const struct dice *fresh, struct arena *arena)
{
	struct fold f = {.state = *start};
	struct encounter as_it_was;
	size_t i = 0;

	for (; i < count && !log[i].without && !log[i].again; i++) {
		struct replay replay = {.fresh = fresh};
		struct outcome out;

		if (!log[i].taken_back)
			f.played += play(&f.state, &log[i], &replay, arena, &out);
	}
	if (i < count)
		f.different.items = ARENA_ARRAY(arena, struct fold_difference, count - i);
	as_it_was = f.state;
	for (size_t first = i; i < count; i++) {
		struct replay then = {.fresh = fresh}, now = then;
		struct outcome was, is;

		if (log[i].taken_back && !log[i].again)
			continue;
		if (!log[i].again && play(&as_it_was, &log[i], &then, arena, &was))
			note_end(&log[i], &was, &f.ended_before);
		if (log[i].without)
			continue;
		if (play(&f.state, &log[i], &now, arena, &is)) {
			note_end(&log[i], &is, &f.ended_now);
			f.played++;
		}
		if (!log[i].again && (!same_outcome(&was, &is) || now.ran_out))
			note(&f, count - first, i, &is, now.ran_out);
	}
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
	       kind == CONSEQUENCE_EXHAUSTION || kind == CONSEQUENCE_OVERRIDDEN ||
	       kind == CONSEQUENCE_JOINED;
}

static struct hit_points hp_of(const struct encounter *e, struct uuid id)
{
	const struct combatant *c = encounter_find(e, id);

	return c ? c->hp : (struct hit_points){0};
}

static void add_step(struct list *out, size_t *room, const struct hp_step *step,
                     struct arena *arena)
{
	struct hp_step *steps = out->items;

	if (out->count == *room) {
		*room = *room ? *room * 2 : 16;
		steps = ARENA_ARRAY(arena, struct hp_step, *room);
		if (out->count)
			memcpy(steps, out->items, out->count * sizeof *steps);
		out->items = steps;
	}
	steps[out->count++] = *step;
}

void rules_explain(const struct encounter *start, const struct logged_move *log, size_t count,
                   struct uuid combatant, struct arena *arena, struct list *out)
{
	struct encounter e = *start;
	size_t room = 0;

	*out = (struct list){0};
	for (size_t i = 0; i < count; i++) {
		struct hit_points before = hp_of(&e, combatant);
		struct replay replay = {0};
		const struct consequence *told;
		struct outcome done;

		if (log[i].taken_back || !play(&e, &log[i], &replay, arena, &done))
			continue;
		told = done.consequences.items;
		for (size_t k = 0; k < done.consequences.count; k++)
			if (uuid_eq(told[k].combatant_id, combatant) &&
			    about_hit_points(told[k].kind))
				add_step(
				    out, &room,
				    &(struct hp_step){i, told[k], before, hp_of(&e, combatant)},
				    arena);
	}
}
