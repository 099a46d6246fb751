#include "common/table/view.h"

#include "common/base/clock.h"
#include "common/rules/change.h"
#include "common/table/map.h"
#include "common/table/presence.h"

#include "common/base/poison.h"

enum audience table_audience(enum campaign_role role)
{
	return role == MEMBER_DM ? AUDIENCE_DM : AUDIENCE_PARTY;
}

bool view_live(const struct table_encounter *e)
{
	return e->state.status == ENCOUNTER_ACTIVE || e->state.status == ENCOUNTER_PAUSED;
}

void view_members(const struct list *members, struct doc *out, struct arena *arena)
{
	const struct table_member *m = members->items;

	for (size_t i = 0; i < members->count; i++) {
		struct doc *d = doc_object(arena, out, doc_id(arena, m[i].user_id));

		doc_text(arena, d, STR("display_name"), m[i].display_name);
		doc_text(arena, d, STR("role"), str_of(campaign_role_names[m[i].role]));
	}
}

/* A combatant that this audience must take for absent. */
static bool absent(const struct combatant *c, const struct campaign_settings *settings,
                   enum audience audience)
{
	return audience == AUDIENCE_PARTY && c->hidden &&
	       settings->hidden_in_order == HIDDEN_ABSENT;
}

/* "bloodied": at or below half (SRD 5.2, "Bloodied"). */
static const char *bloodied_word(const struct hit_points *hp)
{
	if (!hp->current)
		return "down";
	return hp->current <= hp->max / 2 ? "bloodied" : "up";
}

static const char *wound_word(const struct hit_points *hp)
{
	if (hp->current && hp->current == hp->max)
		return "unhurt";
	if (hp->current && hp->current <= hp->max / 4)
		return "near death";
	return hp->current > hp->max / 2 ? "hurt" : bloodied_word(hp);
}

enum hp_shown view_hp_shown(const struct combatant *c, const struct campaign_settings *settings)
{
	if (c->hp_shown != HP_AS_SIDE)
		return (enum hp_shown)(c->hp_shown - HP_OWN_WAY);
	return c->kind == KIND_CHARACTER ? settings->party_hp : settings->monster_hp;
}

static void view_hp(const struct hit_points *hp, enum hp_shown shown, int32_t parts, struct doc *in,
                    struct arena *arena)
{
	struct doc *d;

	if (shown == HP_HIDDEN)
		return;
	d = doc_object(arena, in, STR("hp"));
	switch (shown) {
	case HP_EXACT:
		doc_number(arena, d, STR("current"), hp->current);
		doc_number(arena, d, STR("max"), hp->max);
		doc_number(arena, d, STR("temp"), hp->temp);
		break;
	case HP_BAR:
		/* Rounded up: the bar is empty only for the fallen. */
		doc_number(arena, d, STR("bar"),
		           hp->max ? (hp->current * parts + hp->max - 1) / hp->max : 0);
		doc_number(arena, d, STR("of"), parts);
		break;
	case HP_WORD:
		doc_text(arena, d, STR("state"), str_of(wound_word(hp)));
		break;
	case HP_BLOODIED:
		doc_text(arena, d, STR("state"), str_of(bloodied_word(hp)));
		break;
	case HP_HIDDEN:
		break;
	}
}

/* Whether the audience may know of that combatant as the cause or the measure of something. */
static bool known(const struct encounter *e, struct uuid id, enum audience audience)
{
	const struct combatant *c = encounter_find(e, id);

	return c && (audience == AUDIENCE_DM || !c->hidden);
}

static void view_until(const struct encounter *e, const struct until *until, enum audience audience,
                       struct doc *in, struct arena *arena)
{
	bool anchored = until->at == UNTIL_START_OF_TURN || until->at == UNTIL_END_OF_TURN;
	struct doc *d;

	if (until->at == UNTIL_FOREVER || (anchored && !known(e, until->combatant_id, audience)))
		return;
	d = doc_object(arena, in, STR("until"));
	doc_text(arena, d, STR("at"), str_of(until_names[until->at]));
	if (anchored) {
		doc_uuid(arena, d, STR("combatant_id"), until->combatant_id);
		doc_number(arena, d, STR("rounds"), until->rounds);
	}
	if (until->at == UNTIL_SAVE) {
		doc_text(arena, d, STR("save"), str_of(save_names[until->save]));
		if (audience == AUDIENCE_DM)
			doc_number(arena, d, STR("dc"), until->dc);
	}
}

/* Every condition it has, once, those that follow from others or from 0 hit points if `implied`: with who
 * caused it, and with its end where one alone, as far as the audience knows, gave it. */
static void view_conditions(const struct encounter *e, const struct combatant *c, bool implied,
                            enum audience audience, struct doc *in, struct arena *arena)
{
	struct doc *list = doc_array(arena, in, STR("conditions"));
	const struct condition_held *held = c->conditions.items;
	uint32_t all = implied ? combatant_conditions(c) : 0;

	for (size_t i = 0; i < c->conditions.count; i++)
		all |= CONDITION_BIT(held[i].condition);
	for (enum condition k = 0; k < CONDITIONS; k++) {
		const struct until *until = NULL;
		struct doc *d, *sources;
		size_t given = 0;

		if (!(all & CONDITION_BIT(k)))
			continue;
		d = doc_object(arena, list, STR(""));
		doc_text(arena, d, STR("condition"), str_of(condition_names[k]));
		sources = doc_array(arena, d, STR("sources"));
		for (size_t i = 0; i < c->conditions.count; i++) {
			if (held[i].condition != k)
				continue;
			if (known(e, held[i].source, audience))
				doc_uuid(arena, sources, STR(""), held[i].source);
			else if (!uuid_is_nil(held[i].source))
				continue;
			until = &held[i].until;
			given++;
		}
		if (given == 1)
			view_until(e, until, audience, d, arena);
	}
}

/* What matters only at times: dying, concentration, exhaustion. */
static void view_plight(const struct combatant *c, struct doc *d, struct arena *arena)
{
	if (c->concentration.spell.n)
		doc_text(arena, d, STR("concentration"), c->concentration.spell);
	if (c->exhaustion)
		doc_number(arena, d, STR("exhaustion"), c->exhaustion);
	if (combatant_dead(c))
		doc_truth(arena, d, STR("dead"), true);
	if (c->dying.stable)
		doc_truth(arena, d, STR("stable"), true);
	if (combatant_dying(c)) {
		struct doc *saves = doc_object(arena, d, STR("death_saves"));

		doc_number(arena, saves, STR("successes"), c->dying.successes);
		doc_number(arena, saves, STR("failures"), c->dying.failures);
	}
}

/* What is used up of its turn, and what it means to do. */
static void view_turn_use(const struct combatant *c, struct doc *d, struct arena *arena)
{
	const struct spent *spent = &c->spent;
	const struct {
		const char *name;
		bool is;
	} used[] =
	    {
	        {"action", spent->action},
	        {"bonus_action", spent->bonus_action},
	        {"interaction", spent->interaction},
	        {"reaction", spent->reaction},
	        {"slot", spent->slot},
	        {"death_save", spent->death_save},
	    },
	  plain[] = {
	      {"delaying", c->delaying},
	      {"making_up", c->making_up},
	      {"missed", c->missed},
	      {"surprised", c->surprised},
	  };
	struct doc *in = NULL;

	for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
		if (!used[i].is)
			continue;
		in = in ? in : doc_object(arena, d, STR("spent"));
		doc_truth(arena, in, str_of(used[i].name), true);
	}
	if (spent->moved)
		doc_number(arena, in ? in : doc_object(arena, d, STR("spent")), STR("moved"),
		           spent->moved);
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (plain[i].is)
			doc_truth(arena, d, str_of(plain[i].name), true);
	if (c->readied.n)
		doc_text(arena, d, STR("readied"), c->readied);
	if (c->queued.n)
		doc_text(arena, d, STR("queued"), c->queued);
}

/* The first of a name counts, as in the rules. */
static void view_resources(const struct combatant *c, struct doc *d, struct arena *arena)
{
	const struct resource *r = c->resources.items;
	struct doc *in = c->resources.count ? doc_object(arena, d, STR("resources")) : NULL;

	for (size_t i = 0; i < c->resources.count; i++) {
		struct str key = resource_key(&r[i], arena);
		struct doc *one;

		if (doc_find(in, key))
			continue;
		one = doc_object(arena, in, key);
		if (r[i].equipped)
			doc_truth(arena, one, STR("equipped"), true);
		doc_number(arena, one, STR("left"), r[i].left);
		doc_number(arena, one, STR("max"), r[i].max);
	}
}

bool view_has_token(const struct table_encounter *e, struct uuid combatant)
{
	const struct uuid *ids = e->tokened.items;

	for (size_t i = 0; i < e->tokened.count; i++)
		if (uuid_eq(ids[i], combatant))
			return true;
	return false;
}

/* Where it stands, once it was moved anywhere. For players one with a token stands where that stands, if they
 * see it: what lies in fog is decided there. */
static void view_place(const struct combatant *c, struct doc *d, struct arena *arena)
{
	if (!combatant_placed(c))
		return;
	doc_number(arena, d, STR("x"), c->x);
	doc_number(arena, d, STR("y"), c->y);
}

static void view_combatant(const struct table_encounter *whole, const struct combatant *c,
                           const struct campaign_settings *settings, enum audience audience,
                           struct doc *in, struct arena *arena)
{
	struct doc *d = doc_object(arena, in, doc_id(arena, c->id));
	const struct encounter *e = &whole->state;
	bool all = audience == AUDIENCE_DM || c->kind == KIND_CHARACTER;
	enum hp_shown shown = view_hp_shown(c, settings);
	struct hit_points hp = c->hp; /* with the maximum that there is now */

	doc_truth(arena, d, STR("hidden"), c->hidden);
	if (audience == AUDIENCE_PARTY && c->hidden) {
		doc_text(arena, d, STR("name"),
		         settings->hidden_in_order == HIDDEN_SHOWN ? c->name : STR("?"));
		return;
	}
	doc_text(arena, d, STR("name"), c->name);
	doc_text(arena, d, STR("kind"), str_of(combatant_kind_names[c->kind]));
	if (c->rolled)
		doc_number(arena, d, STR("initiative"), c->initiative);
	hp.max = combatant_hp_max(e->ruleset, c);
	view_hp(&hp, audience == AUDIENCE_DM ? HP_EXACT : shown, settings->hp_bar_parts, d, arena);
	view_conditions(e, c, all || shown != HP_HIDDEN, audience, d, arena);
	if (all) {
		view_plight(c, d, arena);
		view_turn_use(c, d, arena);
		view_resources(c, d, arena);
	}
	if (audience == AUDIENCE_DM || !view_has_token(whole, c->id))
		view_place(c, d, arena);
	if (!uuid_is_nil(c->character_id))
		doc_uuid(arena, d, STR("character_id"), c->character_id);
	if (all)
		doc_number(arena, d, STR("armor_class"), c->armor_class);
	if (audience == AUDIENCE_DM && c->hp_shown != HP_AS_SIDE)
		doc_text(arena, d, STR("hp_shown"), str_of(hp_shown_own_names[c->hp_shown]));
	if (audience == AUDIENCE_DM && c->monster.n)
		doc_text(arena, d, STR("monster"), c->monster);
}

struct turn_seen view_turn_seen(const struct table_encounter *e,
                                const struct campaign_settings *settings, enum audience audience)
{
	if (audience == AUDIENCE_PARTY && settings->hidden_in_order == HIDDEN_ABSENT)
		return e->seen;
	return (struct turn_seen){e->state.turn, e->state.round, e->deadline};
}

static void view_turn(const struct table_encounter *e, const struct campaign_settings *settings,
                      enum audience audience, struct doc *out, struct arena *arena)
{
	struct turn_seen turn = view_turn_seen(e, settings, audience);
	struct doc *d;

	doc_number(arena, out, STR("round"), turn.round);
	if (uuid_is_nil(turn.combatant))
		return;
	d = doc_object(arena, out, STR("turn"));
	doc_uuid(arena, d, STR("combatant_id"), turn.combatant);
	if (turn.deadline)
		doc_text(arena, d, STR("deadline"), clock_rfc3339(turn.deadline, arena));
}

/* Whether the combatants of the two are the same ones and as well seen: then none can look another way because
 * of what became of another. */
static bool same_cast(const struct encounter *a, const struct encounter *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!uuid_eq(a->combatants[i].id, b->combatants[i].id) ||
		    a->combatants[i].hidden != b->combatants[i].hidden)
			return false;
	return true;
}

static void view_rest(const struct table_encounter *e, const struct campaign_settings *settings,
                      enum audience audience, int32_t version, struct doc *out, struct arena *arena)
{
	const struct encounter *s = &e->state;
	size_t *order = ARENA_ARRAY(arena, size_t, s->count + 1);
	size_t count = encounter_order(s, order);
	struct doc *places;

	doc_uuid(arena, out, STR("id"), e->id);
	doc_text(arena, out, STR("name"), e->name);
	if (audience == AUDIENCE_DM && e->notes.n)
		doc_text(arena, out, STR("notes"), e->notes);
	places = doc_array(arena, out, STR("order"));
	for (size_t i = 0; i < count; i++)
		if (!absent(&s->combatants[order[i]], settings, audience))
			doc_uuid(arena, places, STR(""), s->combatants[order[i]].id);
	if (s->each_round != EACH_ROUND_STAYS)
		doc_text(arena, out, STR("each_round"), str_of(each_round_names[s->each_round]));
	if (e->paused_for)
		doc_text(arena, out, STR("paused_for"), str_of(paused_for_names[e->paused_for]));
	view_turn(e, settings, audience, out, arena);
	doc_text(arena, out, STR("status"), str_of(encounter_status_names[s->status]));
	doc_number(arena, out, STR("version"), version);
}

void view_difference(const struct table_encounter *e, const struct table_encounter *other,
                     const struct campaign_settings *settings, enum audience audience,
                     int32_t version, struct doc *out, struct arena *arena)
{
	const struct encounter *s = &e->state;
	bool comparable = other && same_cast(s, &other->state);
	struct doc *combatants = doc_object(arena, out, STR("combatants"));

	for (size_t i = 0; i < s->count; i++) {
		const struct combatant *c = &s->combatants[i];

		if (!absent(c, settings, audience) &&
		    !(comparable &&
		      rules_same(&whole_combatant_shape, c, &other->state.combatants[i])))
			view_combatant(e, c, settings, audience, combatants, arena);
	}
	view_rest(e, settings, audience, version, out, arena);
}

void view_encounter(const struct table_encounter *e, const struct campaign_settings *settings,
                    enum audience audience, int32_t version, struct doc *out, struct arena *arena)
{
	view_difference(e, NULL, settings, audience, version, out, arena);
}

void view_table(const struct table *t, enum audience audience, struct doc *root,
                struct arena *arena)
{
	struct doc *campaign = doc_object(arena, root, STR("campaign"));

	doc_uuid(arena, campaign, STR("id"), t->campaign_id);
	doc_text(arena, campaign, STR("name"), t->name);
	doc_fields(arena, doc_object(arena, campaign, STR("settings")), &campaign_settings_shape,
	           &t->settings);
	if (t->encounter)
		view_encounter(t->encounter, &t->settings, audience,
		               t->encounter->version[audience],
		               doc_object(arena, root, STR("encounter")), arena);
	view_members(&t->members, doc_object(arena, root, STR("members")), arena);
	view_presence(&t->presence, doc_object(arena, root, STR("presence")), arena);
	view_map(t->map, t->encounter, audience, root, arena);
}

struct str table_view(const struct table *t, enum audience audience, struct arena *arena)
{
	struct doc *root = doc_root(arena);
	struct buf b = BUF(arena);

	view_table(t, audience, root, arena);
	doc_write(&b, root);
	return buf_str(&b);
}
