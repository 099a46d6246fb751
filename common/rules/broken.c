#include "common/rules/broken.h"
#include "common/rules/stat_block.h"

#include "common/base/poison.h"

static const char *broken_name(struct str name, int64_t max)
{
	if (outside(str_utf8_length(name), 1, max))
		return "a name is empty, too long or not UTF-8";
	return NULL;
}

static const char *broken_hit_points(const struct hit_points *hp)
{
	if (outside(hp->max, 1, HIT_POINTS_MAX))
		return "a hit point maximum is out of bounds";
	if (outside(hp->current, 0, hp->max))
		return "hit points are below 0 or above their maximum";
	if (outside(hp->temp, 0, HIT_POINTS_MAX))
		return "temporary hit points are out of bounds";
	return NULL;
}

static const char *broken_numbers(int32_t initiative_bonus, int32_t dexterity, int32_t constitution,
                                  int32_t armor_class, int32_t xp)
{
	if (outside(initiative_bonus, -INITIATIVE_BONUS_MAX, INITIATIVE_BONUS_MAX))
		return "an initiative bonus is out of bounds";
	if (outside(dexterity, 0, ABILITY_MAX))
		return "a dexterity is out of bounds";
	if (outside(constitution, 0, ABILITY_MAX))
		return "a constitution is out of bounds";
	if (outside(armor_class, 0, ARMOR_CLASS_MAX))
		return "an armor class is out of bounds";
	if (outside(xp, 0, COMBATANT_XP_MAX))
		return "experience points are out of bounds";
	return NULL;
}

static const char *broken_kind(enum combatant_kind kind, struct uuid character_id,
                               struct str monster)
{
	if (outside((int64_t)kind, KIND_CHARACTER, KIND_CUSTOM))
		return "a combatant's kind is unknown";
	if ((kind == KIND_CHARACTER) == uuid_is_nil(character_id))
		return "a character without its id, or a character's id on something else";
	if ((kind == KIND_MONSTER) != (monster.n > 0))
		return "a monster without its slug, or a slug on something else";
	return NULL;
}

static const char *broken_damage_types(uint32_t resistances, uint32_t vulnerabilities,
                                       uint32_t immunities)
{
	if ((resistances | vulnerabilities | immunities) & ~DAMAGE_ALL)
		return "a damage type is unknown";
	return NULL;
}

static const char *broken_more_numbers(uint32_t condition_immunities, int32_t damage_threshold,
                                       int32_t speed, const int32_t *saves, uint32_t advantages)
{
	if (advantages >= ADVANTAGE_BIT(ADVANTAGES))
		return "an advantage is unknown";
	if (condition_immunities & ~CONDITION_ALL)
		return "a condition is unknown";
	if (outside(damage_threshold, 0, HIT_POINTS_MAX))
		return "a damage threshold is out of bounds";
	if (outside(speed, 0, SPEED_MAX))
		return "a speed is out of bounds";
	for (size_t i = 0; i < SAVES; i++)
		if (outside(saves[i], -SAVE_BONUS_MAX, SAVE_BONUS_MAX))
			return "a saving throw's bonus is out of bounds";
	return NULL;
}

const char *stat_block_broken(const struct stat_block *s)
{
	const struct hit_points fresh = {.current = s->hp.max, .max = s->hp.max};
	const char *why;

	if ((why = broken_name(s->name, STAT_NAME_MAX)))
		return why;
	if ((why = broken_kind(s->kind, s->character_id, s->monster)))
		return why;
	if ((why = broken_hit_points(s->kind == KIND_CHARACTER ? &s->hp : &fresh)))
		return why;
	if ((why = broken_damage_types(s->resistances, s->vulnerabilities, s->immunities)))
		return why;
	if ((why = broken_more_numbers(s->condition_immunities, s->damage_threshold, s->speed,
	                               s->saves, s->advantages)))
		return why;
	if (outside(s->exhaustion, 0, EXHAUSTION_LEVELS - 1))
		return "a level of exhaustion is out of bounds";
	if ((why = broken_resources(&s->resources)) || (why = broken_attacks(&s->attacks)))
		return why;
	return broken_numbers(s->initiative_bonus, s->dexterity, s->constitution, s->armor_class,
	                      s->xp);
}

static const char *broken_combatant(const struct combatant *c)
{
	const char *why;

	if (uuid_is_nil(c->id))
		return "a combatant has no id";
	if ((why = broken_name(c->name, COMBATANT_NAME_MAX)))
		return why;
	if ((why = broken_kind(c->kind, c->character_id, c->monster)))
		return why;
	if (c->unseen && !c->hidden)
		return "one who is not hidden was never seen";
	if ((why = broken_hit_points(&c->hp)))
		return why;
	if ((why = broken_damage_types(c->resistances, c->vulnerabilities, c->immunities)))
		return why;
	if ((why = broken_more_numbers(c->condition_immunities, c->damage_threshold, c->speed,
	                               c->saves, c->advantages)))
		return why;
	if ((why = broken_resources(&c->resources)) || (why = broken_attacks(&c->attacks)))
		return why;
	if (outside(c->initiative, -INITIATIVE_MAX, INITIATIVE_MAX))
		return "an initiative is out of bounds";
	if (outside(c->tiebreak, -TIEBREAK_MAX, TIEBREAK_MAX))
		return "a tiebreak is out of bounds";
	return broken_numbers(c->initiative_bonus, c->dexterity, c->constitution, c->armor_class,
	                      c->xp);
}

static const char *broken_combatants(const struct encounter *e)
{
	int32_t last = 0;

	for (size_t i = 0; i < e->count; i++) {
		const struct combatant *c = &e->combatants[i];
		const char *why = broken_combatant(c);

		if (why || (why = broken_body(e, c)))
			return why;
		if (c->ordinal <= last || c->ordinal >= e->next_ordinal)
			return "the ordinals of the combatants do not ascend below the next one";
		last = c->ordinal;
		for (size_t k = 0; k < i; k++) {
			if (uuid_eq(c->id, e->combatants[k].id))
				return "two combatants have the same id";
			if (c->kind == KIND_CHARACTER &&
			    uuid_eq(c->character_id, e->combatants[k].character_id))
				return "a character takes part twice";
		}
	}
	return NULL;
}

static bool anyone_in_order(const struct encounter *e)
{
	for (size_t i = 0; i < e->count; i++)
		if (e->combatants[i].rolled)
			return true;
	return false;
}

static const char *broken_turn(const struct encounter *e)
{
	const struct combatant *turn = encounter_find(e, e->turn);
	bool running = e->status == ENCOUNTER_ACTIVE || e->status == ENCOUNTER_PAUSED;

	if (outside((int64_t)e->each_round, EACH_ROUND_STAYS, EACH_ROUND_SIDES))
		return "who rolls anew each round is unknown";
	if (outside(e->round, 0, ROUND_MAX))
		return "the round is out of bounds";
	if ((e->status == ENCOUNTER_DRAFT) != (e->round == 0))
		return "a draft in a round, or a started encounter in none";
	if (!uuid_is_nil(e->turn) && !turn)
		return "the turn names somebody who is not there";
	if (turn && !turn->rolled)
		return "the turn names somebody who is not in the turn order";
	if (turn && !running)
		return "it is somebody's turn before the start or after the end";
	if (!turn && running && anyone_in_order(e))
		return "it is nobody's turn though there is a turn order";
	return NULL;
}

const char *encounter_broken(const struct encounter *e)
{
	const char *why;

	if (outside((int64_t)e->ruleset, RULESET_2014, RULESET_2024))
		return "the ruleset is unknown";
	if (outside((int64_t)e->status, ENCOUNTER_DRAFT, ENCOUNTER_COMPLETED))
		return "the status is unknown";
	if (e->count > ENCOUNTER_COMBATANTS_MAX || (e->count && !e->combatants))
		return "there are too many combatants";
	if (outside(e->next_ordinal, 1, ORDINAL_MAX))
		return "the next ordinal is out of bounds";
	if ((why = broken_combatants(e)))
		return why;
	return broken_turn(e);
}
