/* Joining, leaving, being seen. */
#include "common/rules/hit_dice.h"
#include "common/rules/step_body.h"

#include "common/base/poison.h"

struct stat_block stat_block_of_custom(const struct custom_combatant *custom)
{
	return (struct stat_block){
	    .kind = KIND_CUSTOM,
	    .name = custom->name,
	    .dexterity = 10,
	    .initiative_bonus = custom->initiative_bonus,
	    .armor_class = custom->armor_class ? custom->armor_class : 10,
	    .hp = {.current = custom->hp, .max = custom->hp},
	};
}

/* By anybody, or by anybody whom players have seen. */
static bool name_taken(const struct encounter *e, struct str name, bool seen)
{
	for (size_t i = 0; i < e->count; i++)
		if (str_eq(e->combatants[i].name, name) && !(seen && e->combatants[i].unseen))
			return true;
	return false;
}

/* The number of a name in the family of `base`: 1 for the base name alone, 4 for "Goblin 4", 0 for
 * anything else. */
static int64_t number_in_family(struct str name, struct str base)
{
	int64_t number = 0;
	struct str tail;

	if (!str_starts(name, base))
		return 0;
	tail = str_sub(name, base.n, name.n);
	if (tail.n == 0)
		return 1;
	if (tail.n < 2 || tail.p[0] != ' ' || tail.p[1] < '1' || tail.p[1] > '9')
		return 0;
	str_to_int(str_sub(tail, 1, tail.n), 1, 999999999, &number);
	return number;
}

/* "A", …, "Z", "AA", …: 1 is A. */
static struct str letters(struct arena *arena, int64_t number)
{
	char text[16];
	size_t at = sizeof text;

	for (; number > 0 && at > 0; number = (number - 1) / 26)
		text[--at] = (char)('A' + (number - 1) % 26);
	return arena_str(arena, (struct str){text + at, sizeof text - at});
}

/* The first letters that nobody has. Those who join unseen have letters, so that the numbers of the
 * others say nothing of how many there are. */
static struct str lettered_name(struct step *s, struct str base)
{
	int64_t number = 0;
	struct str name;

	do {
		struct str tail = letters(s->arena, ++number);

		name = arena_printf(s->arena, "%.*s %.*s", STR_ARG(base), STR_ARG(tail));
	} while (name_taken(&s->now, name, false));
	return name;
}

/* Whoever was never seen and has that name gets letters, however it came by it. */
static void give_way(struct step *s, struct str name, struct str base)
{
	for (size_t i = 0; i < s->now.count; i++) {
		struct combatant *c = &s->now.combatants[i];

		if (!c->unseen || !str_eq(c->name, name))
			continue;
		c->name = lettered_name(s, base);
		step_tell(s, CONSEQUENCE_OVERRIDDEN, c->id, 0)->name = STR("name");
	}
}

/* A name nobody has: the base name for one that comes alone, else numbered on from the highest
 * number in use among those who were seen. Nobody of these is ever renamed. */
static struct str new_name(struct step *s, struct str base, bool alone)
{
	int64_t highest = 0;
	struct str name;

	if (s->move->hidden)
		return lettered_name(s, base);
	for (size_t i = 0; i < s->now.count; i++) {
		const struct combatant *c = &s->now.combatants[i];
		int64_t number = c->unseen ? 0 : number_in_family(c->name, base);

		if (number > highest)
			highest = number;
	}
	name = base;
	if (highest > 0 || !alone) {
		do
			name = arena_printf(s->arena, "%.*s %lld", STR_ARG(base),
			                    (long long)++highest);
		while (name_taken(&s->now, name, true));
	}
	give_way(s, name, base);
	return name;
}

static enum rule_error new_hit_points(struct step *s, struct hit_points *hp)
{
	const struct stat_block *stats = s->move->stats;

	if (stats->kind == KIND_CHARACTER) {
		*hp = stats->hp;
		return RULE_OK;
	}
	*hp = (struct hit_points){.max = s->move->hp > 0 ? s->move->hp : stats->hp.max};
	if (s->move->hp == HP_ROLL && !hit_dice_roll(stats->hit_dice, s->dice, s->arena, &hp->max))
		return RULE_NO_HIT_DICE;
	hp->current = hp->max;
	return RULE_OK;
}

static bool character_there(const struct encounter *e, const struct stat_block *stats)
{
	for (size_t i = 0; i < e->count; i++)
		if (uuid_eq(e->combatants[i].character_id, stats->character_id))
			return true;
	return false;
}

/* Room for everyone; refusals that need no dice come before any are rolled. */
static enum rule_error may_join(struct step *s, size_t count)
{
	const struct stat_block *stats = s->move->stats;
	bool character = stats->kind == KIND_CHARACTER;

	if (stat_block_broken(stats))
		return RULE_BROKEN_STAT_BLOCK;
	if (character && (count > 1 || character_there(&s->now, stats)))
		return RULE_ALREADY_IN_ENCOUNTER;
	if (count > ENCOUNTER_COMBATANTS_MAX - s->now.count ||
	    count > (size_t)(ORDINAL_MAX - s->now.next_ordinal))
		return RULE_TOO_MANY_COMBATANTS;
	return RULE_OK;
}

/* Everything that a stat block says, its hit points excepted. */
static void take_figures(struct combatant *c, const struct stat_block *stats)
{
	c->initiative_bonus = stats->initiative_bonus;
	c->dexterity = stats->dexterity;
	c->constitution = stats->constitution;
	c->armor_class = stats->armor_class;
	c->resistances = stats->resistances;
	c->vulnerabilities = stats->vulnerabilities;
	c->immunities = stats->immunities;
	c->condition_immunities = stats->condition_immunities;
	c->damage_threshold = stats->damage_threshold;
	c->speed = stats->speed;
	memcpy(c->saves, stats->saves, sizeof c->saves);
	c->advantages = stats->advantages;
	c->exhaustion = stats->exhaustion;
	c->resources = stats->resources;
	c->attacks = stats->attacks;
	c->lair = stats->lair;
	c->xp = stats->xp;
}

/* Exhaustion may have lowered the maximum below what there is (2014). */
static void take_hit_points(const struct step *s, struct combatant *c, struct hit_points hp)
{
	c->hp = hp;
	if (c->hp.current > combatant_hp_max(s->now.ruleset, c))
		c->hp.current = combatant_hp_max(s->now.ruleset, c);
}

void step_refresh_party(struct step *s)
{
	const struct stat_block *stats = s->move->party.items;

	for (size_t i = 0; i < s->now.count; i++) {
		struct combatant *c = &s->now.combatants[i];

		for (size_t k = 0; k < s->move->party.count; k++) {
			if (c->kind != KIND_CHARACTER ||
			    !uuid_eq(c->character_id, stats[k].character_id))
				continue;
			take_figures(c, &stats[k]);
			take_hit_points(s, c, stats[k].hp);
		}
	}
}

/* Those of the stat block's dice, which its resources may have already. */
static void add_hit_dice(struct step *s, struct combatant *c)
{
	struct resource dice = {.kind = RESOURCE_HIT_DIE}, *all = c->resources.items;

	if (!hit_dice_count(s->move->stats->hit_dice, &dice.max, &dice.level) ||
	    c->resources.count == RESOURCES_MAX)
		return;
	for (size_t i = 0; i < c->resources.count; i++)
		if (all[i].kind == RESOURCE_HIT_DIE)
			return;
	dice.left = dice.max;
	STEP_OWN_LIST(s, &c->resources, struct resource)[c->resources.count++] = dice;
}

static enum rule_error join(struct step *s, struct uuid id, bool alone)
{
	const struct stat_block *stats = s->move->stats;
	struct combatant c = {
	    .id = id,
	    .character_id = stats->character_id,
	    .ordinal = s->now.next_ordinal,
	    .kind = stats->kind,
	    .name = new_name(s, stats->name, alone),
	    .monster = stats->monster,
	    .hidden = s->move->hidden,
	    .unseen = s->move->hidden,
	    .dying = {.saves = s->move->death_saves},
	};
	struct hit_points hp;
	enum rule_error error = new_hit_points(s, &hp);

	if (error)
		return error;
	take_figures(&c, stats);
	take_hit_points(s, &c, hp);
	c.lair |= s->move->in_lair;
	add_hit_dice(s, &c);
	s->now.combatants[s->now.count++] = c;
	s->now.next_ordinal++;
	step_tell(s, CONSEQUENCE_JOINED, id, 0);
	return RULE_OK;
}

enum rule_error apply_add_combatant(struct step *s)
{
	const struct uuid *ids = s->move->new_ids.items;
	size_t count = s->move->new_ids.count;
	enum rule_error error = may_join(s, count);
	struct combatant *roomier;

	if (error)
		return error;
	roomier = ARENA_ARRAY(s->arena, struct combatant, s->now.count + count);
	if (s->now.count)
		memcpy(roomier, s->now.combatants, s->now.count * sizeof *roomier);
	s->now.combatants = roomier;
	for (size_t i = 0; i < count && !error; i++)
		error = join(s, ids[i], count == 1);
	return error;
}

enum rule_error apply_remove_combatant(struct step *s)
{
	struct uuid id = s->move->combatant_id;
	size_t at = step_find(s, id);
	enum rule_error error = RULE_OK;

	if (at == s->now.count)
		return step_refuse(s, RULE_UNKNOWN_COMBATANT, id);
	if (uuid_eq(s->now.turn, id))
		error = step_pass_turn(s, true);
	if (error)
		return error;
	body_forget(s, id);
	s->now.count--;
	memmove(s->now.combatants + at, s->now.combatants + at + 1,
	        (s->now.count - at) * sizeof *s->now.combatants);
	step_tell(s, CONSEQUENCE_LEFT, id, 0);
	return RULE_OK;
}

static enum rule_error set_hidden(struct step *s, bool hidden, enum consequence_kind kind)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->combatant_ids, at);

	if (error)
		return error;
	for (size_t i = 0; i < s->move->combatant_ids.count; i++) {
		struct combatant *c = &s->now.combatants[at[i]];

		if (c->hidden == hidden)
			continue;
		c->hidden = hidden;
		c->unseen = hidden && s->now.status == ENCOUNTER_DRAFT;
		step_tell(s, kind, c->id, 0);
	}
	return RULE_OK;
}

enum rule_error apply_reveal(struct step *s)
{
	return set_hidden(s, false, CONSEQUENCE_REVEALED);
}

enum rule_error apply_hide(struct step *s)
{
	return set_hidden(s, true, CONSEQUENCE_HIDDEN);
}
