#include "common/table/told.h"

#include "common/table/view.h"

#include "common/base/poison.h"

/* Who hears of a kind of consequence besides DMs. */
enum hearers {
	TOLD_DM,        /* nobody */
	TOLD_ALL,       /* players, when they see whom it is about, or it is about nobody */
	TOLD_CHARACTER, /* players, of characters: what only DMs see of the others */
	TOLD_HP, /* players, when they see that it changed; with figures where they see figures, and with what a
	            character rolled for it always */
	TOLD_CONDITION, /* the same */
	TOLD_ATTACK,    /* players, when they see both; with figures when a character attacks */
	TOLD_COMING,    /* who comes into sight */
	TOLD_GOING,     /* who goes out of it */
	TOLD_PLACE,     /* players, when they see it or its token, before or now */
	TOLD_TURN,      /* as they see the turn pass */
};

/* What they do not hear of it even then. */
enum cut {
	CUT_DC = 1,           /* how hard the save is */
	CUT_FIGURES = 1 << 1, /* what tells hit points, where they see none in figures */
	CUT_AMOUNT = 1 << 2,  /* how much it was, of others than characters */
};

static const struct {
	enum hearers hearers;
	unsigned cuts;
} rows[CONSEQUENCE_KINDS] = {
    [CONSEQUENCE_JOINED] = {TOLD_COMING, 0},
    [CONSEQUENCE_LEFT] = {TOLD_GOING, 0},
    [CONSEQUENCE_REVEALED] = {TOLD_COMING, 0},
    [CONSEQUENCE_HIDDEN] = {TOLD_GOING, 0},
    [CONSEQUENCE_INITIATIVE] = {TOLD_ALL, 0},
    [CONSEQUENCE_ROUND] = {TOLD_TURN, 0},
    [CONSEQUENCE_TURN] = {TOLD_TURN, 0},
    [CONSEQUENCE_DAMAGE] = {TOLD_HP, 0},
    [CONSEQUENCE_HEALED] = {TOLD_HP, 0},
    [CONSEQUENCE_DROPPED] = {TOLD_HP, 0},
    [CONSEQUENCE_DIED] = {TOLD_HP, 0},
    [CONSEQUENCE_XP] = {TOLD_ALL, 0},
    [CONSEQUENCE_TEMP_HP] = {TOLD_HP, 0},
    [CONSEQUENCE_REVIVED] = {TOLD_HP, 0},
    [CONSEQUENCE_STABLE] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_KNOCKED_OUT] = {TOLD_HP, 0},
    [CONSEQUENCE_DEATH_SAVE_DUE] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_DEATH_SAVE] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_CONDITION] = {TOLD_CONDITION, 0},
    [CONSEQUENCE_CONDITION_ENDED] = {TOLD_CONDITION, 0},
    [CONSEQUENCE_CONDITION_SAVE_DUE] = {TOLD_CHARACTER, CUT_DC},
    [CONSEQUENCE_CONDITION_SAVE] = {TOLD_CHARACTER, CUT_DC},
    [CONSEQUENCE_EXHAUSTION] = {TOLD_CHARACTER, CUT_FIGURES},
    [CONSEQUENCE_CONCENTRATION] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_CONCENTRATION_DUE] = {TOLD_CHARACTER, CUT_FIGURES},
    [CONSEQUENCE_CONCENTRATION_SAVE] = {TOLD_CHARACTER, CUT_FIGURES},
    [CONSEQUENCE_CONCENTRATION_ENDED] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_SPENT] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_SLOT] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_FEATURE] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_ITEM] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_EQUIPPED] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_RECHARGE] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_DELAYED] = {TOLD_ALL, 0},
    [CONSEQUENCE_READIED] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_QUEUED] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_SKIPPED] = {TOLD_ALL, 0},
    [CONSEQUENCE_ALLOWED] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_MOVED] = {TOLD_PLACE, CUT_AMOUNT},
    [CONSEQUENCE_SURPRISED] = {TOLD_CHARACTER, 0},
    [CONSEQUENCE_OVERRIDDEN] = {TOLD_CHARACTER, CUT_FIGURES},
    [CONSEQUENCE_XP_SHARE] = {TOLD_ALL, 0},
    [CONSEQUENCE_LOOT] = {TOLD_ALL, 0},
    [CONSEQUENCE_RESTED] = {TOLD_CHARACTER, CUT_FIGURES},
    [CONSEQUENCE_HIT_DIE] = {TOLD_CHARACTER, CUT_FIGURES},
    [CONSEQUENCE_ATTACK] = {TOLD_ATTACK, 0},
    [CONSEQUENCE_MAX_LOST] = {TOLD_CHARACTER, CUT_FIGURES},
};

static bool in_sight(const struct encounter *e, struct uuid id)
{
	const struct combatant *c = encounter_find(e, id);

	return c && !c->hidden;
}

/* What the audience sees of it; NULL when nothing. */
static const struct doc *seen(const struct doc *encounter, struct uuid id)
{
	const struct doc *all = encounter ? doc_find(encounter, STR("combatants")) : NULL;
	char text[UUID_TEXT + 1];

	uuid_format(id, text);
	return all ? doc_find(all, (struct str){text, UUID_TEXT}) : NULL;
}

static bool part_changed(const struct told_change *change, struct uuid id, struct str part)
{
	const struct doc *was = seen(change->was, id), *is = seen(change->is, id);
	const struct doc *old = was ? doc_find(was, part) : NULL;
	const struct doc *new = is ? doc_find(is, part) : NULL;

	return old && new ? !doc_equal(old, new) : old != new;
}

static bool token_seen(const struct doc *tokens, struct uuid combatant)
{
	char text[UUID_TEXT + 1];

	uuid_format(combatant, text);
	for (const struct doc *t = tokens ? tokens->first : NULL; t; t = t->next) {
		const struct doc *of = doc_find(t, STR("combatant_id"));

		if (of && str_eq(of->text, (struct str){text, UUID_TEXT}))
			return true;
	}
	return false;
}

static bool shows_figures(const struct told_change *change, struct uuid id)
{
	const struct combatant *c = encounter_find(&change->after->state, id);

	return c && view_hp_shown(c, change->settings) == HP_EXACT;
}

/* Of an absent one that comes or goes, players cannot tell whether it was hidden. */
static enum consequence_kind seen_as(const struct told_change *change, enum consequence_kind kind)
{
	if (change->settings->hidden_in_order != HIDDEN_ABSENT)
		return kind;
	if (kind == CONSEQUENCE_REVEALED)
		return CONSEQUENCE_JOINED;
	return kind == CONSEQUENCE_HIDDEN ? CONSEQUENCE_LEFT : kind;
}

/* What a character rolled for the damage of an attack: it fell at the table. */
static int32_t own_roll(const struct told_change *change, const struct consequence *c)
{
	const struct combatant *by = encounter_find(&change->after->state, c->source);

	return by && by->kind == KIND_CHARACTER && c->kind == CONSEQUENCE_DAMAGE ? c->rolled : 0;
}

/* Takes out of one that players hear of what they may not know beside it: what a monster resists and rolls,
 * too. */
static void cut(struct consequence *c, const struct told_change *change, bool character)
{
	unsigned cuts = rows[c->kind].cuts;

	if (cuts & CUT_FIGURES && !shows_figures(change, c->combatant_id))
		c->amount = c->dc = c->lost = 0;
	if (cuts & CUT_DC)
		c->dc = 0;
	if (character || rows[c->kind].hearers == TOLD_ATTACK)
		return;
	if (cuts & CUT_AMOUNT)
		c->amount = 0;
	c->rolled = own_roll(change, c);
	c->resisted = c->vulnerable = c->immune = false;
	c->parts = (struct list){0};
}

/* Takes out of a consequence what players may not know; false when nothing is left. */
static bool censor(struct consequence *c, const struct told_change *change)
{
	const struct encounter *before = &change->before->state, *after = &change->after->state;
	struct consequence bare = {.kind = c->kind, .combatant_id = c->combatant_id};
	const struct combatant *who = encounter_find(after, c->combatant_id), *by;
	bool character = who && who->kind == KIND_CHARACTER, nobody = uuid_is_nil(c->combatant_id);
	enum hearers hearers = rows[c->kind].hearers;

	if (hearers == TOLD_GOING) {
		c->kind = seen_as(change, c->kind);
		return in_sight(before, c->combatant_id);
	}
	if (!nobody && !in_sight(after, c->combatant_id))
		return false;
	if (!uuid_is_nil(c->source) && !in_sight(after, c->source))
		c->source = (struct uuid){{0}};
	cut(c, change, character);
	switch (hearers) {
	case TOLD_DM:
		return false;
	case TOLD_ALL:
		return true;
	case TOLD_CHARACTER:
		return character;
	case TOLD_HP:
		if (shows_figures(change, c->combatant_id))
			return true;
		bare.rolled = own_roll(change, c);
		if (bare.rolled)
			bare.source = c->source;
		*c = bare;
		return bare.rolled || part_changed(change, c->combatant_id, STR("hp"));
	case TOLD_CONDITION:
		return character || part_changed(change, c->combatant_id, STR("conditions"));
	case TOLD_ATTACK:
		by = encounter_find(after, c->source);
		if (!by || by->kind != KIND_CHARACTER)
			c->amount = c->rolled = 0;
		return by != NULL;
	case TOLD_COMING:
		c->kind = seen_as(change, c->kind);
		return true;
	case TOLD_PLACE:
		return !view_has_token(change->after, c->combatant_id) ||
		       token_seen(change->tokens_were, c->combatant_id) ||
		       token_seen(change->tokens_are, c->combatant_id);
	case TOLD_GOING:
	case TOLD_TURN:
		break;
	}
	return false;
}

/* Round and turn, as they were seen to change. */
static size_t tell_turn(const struct told_change *change, struct consequence *out)
{
	const struct doc *was = change->was ? doc_find(change->was, STR("turn")) : NULL;
	const struct doc *is = change->is ? doc_find(change->is, STR("turn")) : NULL;
	const struct doc *round = change->is ? doc_find(change->is, STR("round")) : NULL;
	const struct doc *old_round = change->was ? doc_find(change->was, STR("round")) : NULL;
	const struct doc *old = was ? doc_find(was, STR("combatant_id")) : NULL;
	const struct doc *new = is ? doc_find(is, STR("combatant_id")) : NULL;
	bool new_round = round && (!old_round || round->number > old_round->number);
	size_t n = 0;

	if (new_round)
		out[n++] = (struct consequence){.kind = CONSEQUENCE_ROUND,
		                                .amount = (int32_t)round->number};
	if (new && (new_round || !old || !doc_equal(old, new))) {
		out[n] = (struct consequence){.kind = CONSEQUENCE_TURN};
		uuid_parse(new->text, &out[n++].combatant_id);
	}
	return n;
}

struct list table_told(const struct list *consequences, const struct told_change *change,
                       enum audience audience, struct arena *arena)
{
	const struct consequence *all = consequences->items;
	struct consequence *out;
	bool turn_told = false;
	size_t n = 0;

	if (audience == AUDIENCE_DM)
		return *consequences;
	out = ARENA_ARRAY(arena, struct consequence, consequences->count + 2);
	for (size_t i = 0; i < consequences->count; i++) {
		struct consequence c = all[i];

		if (rows[c.kind].hearers == TOLD_TURN) {
			if (!turn_told)
				n += tell_turn(change, out + n);
			turn_told = true;
		} else if (censor(&c, change)) {
			out[n++] = c;
		}
	}
	return (struct list){out, n};
}
