/* Moves at random, of every type, mostly possible: for the property tests and the fuzzer. */
#ifndef TABARD_TESTS_UNIT_RULES_CHOOSE_H
#define TABARD_TESTS_UNIT_RULES_CHOOSE_H

#include "common/rules/sheet.h"
#include "tests/unit/rules_chance.h"

static inline void play_see(struct move *move, const char *field)
{
	const struct shape *shape = move_rows[move->type].shape;

	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->fields[i].name, field) == 0)
			move->seen.present |= (uint64_t)1 << i;
}

static inline void choose_addition(struct player *p, struct arena *arena, struct move *move)
{
	struct stat_block *stats = ARENA_NEW(arena, struct stat_block);
	struct uuid *ids;

	choose_stats(p, arena, stats);
	move->stats = stats;
	move->count = choose(p, 2) ? choose_from(p, 0, 4) : 0;
	if (p->crowded && choose(p, 2))
		move->count = ADD_COUNT_MAX;
	move->hp = choose(p, 2) ? -choose_from(p, 0, 2) : choose_from(p, 1, 80);
	move->hidden = choose(p, 3) == 0;
	move->death_saves = choose(p, 4) == 0;
	ids = ARENA_ARRAY(arena, struct uuid, (size_t)move_count(move));
	for (int32_t i = 0; i < move_count(move); i++)
		ids[i] = play_id(1, ++p->ids);
	move->new_ids = (struct list){ids, (size_t)move_count(move)};
}

/* How often each type is tried, in parts of the sum: fights mostly go on. */
enum { PLAY_WEIGHTS = 12 + 134 };
static const uint8_t play_weights[MOVE_TYPES] = {
    [MOVE_ADD_COMBATANT] = 7,
    [MOVE_REMOVE_COMBATANT] = 2,
    [MOVE_REVEAL] = 1,
    [MOVE_HIDE] = 2,
    [MOVE_ROLL_INITIATIVE] = 4,
    [MOVE_SET_INITIATIVE] = 2,
    [MOVE_START] = 4,
    [MOVE_NEXT_TURN] = 12,
    [MOVE_PAUSE] = 1,
    [MOVE_RESUME] = 3,
    [MOVE_DAMAGE] = 14,
    [MOVE_HEAL] = 6,
    [MOVE_END] = 1,
    [MOVE_REORDER] = 2,
    [MOVE_DELAY] = 2,
    [MOVE_END_TURN] = 3,
    [MOVE_SKIP_TURN] = 3,
    [MOVE_ALLOW_TURN] = 4,
    [MOVE_PREVIOUS_TURN] = 1,
    [MOVE_SET_TEMP_HP] = 2,
    [MOVE_STABILIZE] = 5,
    [MOVE_DEATH_SAVE] = 8,
    [MOVE_ADD_CONDITION] = 8,
    [MOVE_REMOVE_CONDITION] = 3,
    [MOVE_CONDITION_SAVE] = 6,
    [MOVE_SET_EXHAUSTION] = 2,
    [MOVE_SET_CONCENTRATION] = 4,
    [MOVE_CONCENTRATION_SAVE] = 3,
    [MOVE_TAKE_TURN] = 9,
    [MOVE_QUEUE_TURN] = 1,
    [MOVE_READY] = 1,
    [MOVE_MOVE] = 2,
    [MOVE_INTERACT] = 1,
    [MOVE_USE_SLOT] = 2,
    [MOVE_USE_FEATURE] = 2,
    [MOVE_USE_ITEM] = 1,
    [MOVE_EQUIP_ITEM] = 3,
    [MOVE_USE_LEGENDARY] = 2,
    [MOVE_USE_LAIR] = 1,
    [MOVE_NOTE] = 1,
    [MOVE_OVERRIDE] = 2,
    [MOVE_REST] = 3,
};

static inline enum move_type choose_type(struct player *p)
{
	uint32_t at = choose(p, PLAY_WEIGHTS), type = 0;

	while (type < MOVE_TYPES - 1 && at >= play_weights[type])
		at -= play_weights[type++];
	return (enum move_type)type;
}

/* Who has the turn, mostly, else somebody. */
static inline struct uuid choose_actor(struct player *p, const struct encounter *e)
{
	return choose(p, 4) && !uuid_is_nil(e->turn) ? e->turn : choose_combatant(p, e);
}

static inline void choose_damage(struct player *p, struct arena *arena, struct move *move)
{
	static const char *const dice[] = {"2d6[slashing]+1d6[fire]", "8d6",  "1d4[sonic]", "2d",
	                                   "3d10[necrotic]-20[cold]", "1d8+3"};
	struct damage_share *parts = ARENA_ARRAY(arena, struct damage_share, 3);

	move->damage_type = (enum damage_type)choose(p, DAMAGE_TYPES);
	move->half = choose(p, 4) == 0;
	move->critical = choose(p, 5) == 0;
	move->knock_out = choose(p, 8) == 0;
	move->lowers_max = choose(p, 8) == 0;
	move->unresisted = choose(p, 8) == 0;
	move->reduction = choose(p, 4) ? 0 : choose_from(p, 0, 10);
	if (choose(p, 4) == 0)
		move->saved = (struct list){move->targets.items, choose(p, 2)};
	switch (choose(p, 6)) {
	case 0:
		move->dice = str_of(dice[choose(p, 6)]);
		return;
	case 1:
		for (int i = 0; i < 3; i++)
			parts[i] = (struct damage_share){(enum damage_type)choose(p, DAMAGE_TYPES),
			                                 choose_from(p, 0, 20)};
		move->parts = (struct list){parts, 1 + choose(p, 3)};
		return;
	case 2:
		move->parts = (struct list){parts, choose(p, 2)};
		break;
	default:
		break;
	}
	play_see(move, "amount");
	move->amount = choose_from(p, 0, choose(p, 50) ? 40 : HIT_POINTS_MAX);
}

static inline void choose_condition(struct player *p, const struct encounter *e, struct move *move)
{
	move->condition = choose(p, 6) ? (enum condition)choose(p, CONDITIONS) : CONDITION_CHARMED;
	if (choose(p, 2))
		move->source = choose_combatant(p, e);
	move->concentration = choose(p, 6) == 0;
	move->until.at = (enum until_at)choose(p, UNTIL_HEALED + 1);
	if (move->until.at == UNTIL_SAVE) {
		move->until.save = (enum save)choose(p, SAVES);
		move->until.dc = choose_from(p, choose(p, 9) ? 1 : 0, 25);
	} else if (move->until.at == UNTIL_START_OF_TURN || move->until.at == UNTIL_END_OF_TURN) {
		move->until.combatant_id = choose_actor(p, e);
		move->until.rounds = choose_from(p, 0, 3);
	}
}

static inline void choose_save(struct player *p, struct move *move)
{
	if (choose(p, 3) == 0) {
		play_see(move, "roll");
		move->roll = choose_from(p, -5, 30);
	} else if (choose(p, 3) == 0) {
		play_see(move, "success");
		move->success = choose(p, 2);
	}
}

static inline void choose_override(struct player *p, struct move *move)
{
	static const char *const fields[] = {"hp/current",  "hp/max",         "hp/temp",
	                                     "armor_class", "dying/dead",     "dying/stable",
	                                     "exhaustion",  "spent/action",   "speed",
	                                     "name",        "dying/failures", "colour"};
	static const char *const names[] = {"Renamed", "Goblin 2", "Goblin", ""};

	move->field = str_of(fields[choose(p, 12)]);
	if (choose(p, 4)) {
		play_see(move, "value");
		move->value = choose_from(p, -2, choose(p, 2) ? 1 : 60);
	} else {
		play_see(move, "text");
		move->text = str_of(names[choose(p, 4)]);
	}
}

static inline void choose_each_round(struct player *p, struct move *move)
{
	if (choose(p, 3))
		return;
	play_see(move, "each_round");
	move->each_round = choose(p, 3) > 0;
}

static inline void choose_initiative(struct player *p, const struct encounter *e,
                                     struct arena *arena, struct move *move)
{
	move->roll_for = (enum roll_for)choose(p, 3);
	move->together = choose(p, 3) ? TOGETHER_GROUPS : (enum roll_together)choose(p, 3);
	move->again = choose(p, 6) == 0;
	move->fixed = choose(p, 8) == 0;
	choose_each_round(p, move);
	if (choose(p, 4) == 0)
		move->combatant_ids = choose_combatants(p, e, arena);
	if (choose(p, 4) == 0)
		move->advantage = choose_combatants(p, e, arena);
	if (choose(p, 4) == 0)
		move->disadvantage = choose_combatants(p, e, arena);
	if (choose(p, 3) == 0)
		move->surprised = choose_combatants(p, e, arena);
}

/* Of one who wears what the fight says, and maybe holds a sword. */
static inline void choose_sheet(struct player *p, const struct encounter *e, struct arena *arena,
                                struct move *move)
{
	const struct sheet_class fighter = {.name = STR("fighter"), .level = choose_from(p, 1, 20)};
	const struct sheet_item items[] = {
	    {.item = STR("shield"), .quantity = 1},
	    {.item = STR("chain-mail"), .quantity = 1},
	    {.item = STR("longsword"), .quantity = 1, .equipped = choose(p, 2)},
	};
	struct sheet *sheet = ARENA_NEW(arena, struct sheet);
	struct sheet_class *classes = ARENA_NEW(arena, struct sheet_class);
	struct sheet_item *own = ARENA_ARRAY(arena, struct sheet_item, 3);

	memcpy(own, items, sizeof items);
	*classes = fighter;
	for (size_t a = 0; a < ABILITIES; a++)
		sheet->abilities[a] = choose_from(p, 1, 30);
	sheet->classes = (struct list){classes, 1};
	sheet->equipment = (struct list){own, 3};
	move->sheet = sheet;
	move->catalog = catalog_srd(e->ruleset);
}

/* What several types have in common; the rest of the fields is nobody's business. */
static inline void choose_body(struct player *p, const struct encounter *e, struct arena *arena,
                               struct move *move)
{
	static const char *const spells[] = {"bless", "fly", ""};

	switch (move->type) {
	case MOVE_DAMAGE:
		choose_damage(p, arena, move);
		break;
	case MOVE_HEAL:
		move->revive = choose(p, 4) == 0;
		if (choose(p, 6) == 0)
			move->dice = STR("2d8+3");
		if (choose(p, 8))
			play_see(move, "amount");
		move->amount = choose_from(p, 0, choose(p, 50) ? 20 : HIT_POINTS_MAX);
		break;
	case MOVE_SET_TEMP_HP:
		move->amount = choose_from(p, 0, 20);
		move->replace = choose(p, 3) == 0;
		break;
	case MOVE_ADD_CONDITION:
	case MOVE_REMOVE_CONDITION:
		choose_condition(p, e, move);
		break;
	case MOVE_CONDITION_SAVE:
		move->condition = (enum condition)choose(p, CONDITIONS);
		choose_save(p, move);
		break;
	case MOVE_CONCENTRATION_SAVE:
		choose_save(p, move);
		break;
	case MOVE_SET_EXHAUSTION:
		move->level = choose_from(p, 0, choose(p, 4) ? 4 : EXHAUSTION_LEVELS);
		break;
	case MOVE_SET_CONCENTRATION:
		move->spell = str_of(spells[choose(p, 3)]);
		break;
	case MOVE_DEATH_SAVE:
		move->roll = choose(p, 3) ? 0 : choose_from(p, 1, 20);
		break;
	case MOVE_OVERRIDE:
		choose_override(p, move);
		break;
	case MOVE_EQUIP_ITEM:
		if (choose(p, 3))
			choose_sheet(p, e, arena, move);
		break;
	case MOVE_REST:
		move->rest = (enum rest)choose(p, 2);
		move->hit_dice =
		    choose(p, 2) && move->rest == REST_SHORT ? choose_from(p, 0, 3) : 0;
		move->fixed = choose(p, 9) == 0;
		break;
	default:
		break;
	}
}

static inline bool play_names(enum move_type type, const char *field)
{
	const struct shape *shape = move_rows[type].shape;

	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->fields[i].name, field) == 0)
			return true;
	return false;
}

/* Who did something to the attacker, or somebody. */
static inline struct uuid choose_foe(struct player *p, const struct encounter *e, struct uuid who)
{
	const struct combatant *c = encounter_find(e, who);
	const struct condition_held *held = c ? c->conditions.items : NULL;

	if (!c || !c->conditions.count || choose(p, 2))
		return choose_combatant(p, e);
	return held[choose(p, (uint32_t)c->conditions.count)].source;
}

static inline void choose_strikes(struct player *p, const struct encounter *e, struct arena *arena,
                                  struct move *move)
{
	static const char *const names[] = {"Sword", "bow", "Glare", "Nothing"};
	static const char *const dice[] = {"2d6[slashing]+1d6[fire]", "8", "1d4[sonic]", "2d"};
	struct attack_made *made = ARENA_ARRAY(arena, struct attack_made, 2);

	for (size_t i = 0; i < 2; i++) {
		made[i].target = choose_foe(p, e, move->combatant_id);
		if (choose(p, 3))
			made[i].attack = str_of(names[choose(p, choose(p, 4) ? 2 : 4)]);
		else
			made[i].seen.present = 1 << 2;
		made[i].to_hit = choose_from(p, 0, 10);
		if (choose(p, 4) == 0)
			made[i].damage = str_of(dice[choose(p, 4)]);
		made[i].advantage = choose(p, 4) == 0;
		made[i].disadvantage = choose(p, 4) == 0;
		made[i].knock_out = choose(p, 8) == 0;
		made[i].cover = (enum cover)choose(p, 3);
		made[i].distance = choose(p, 3) ? 0 : 5 * choose_from(p, 1, 20);
		made[i].roll = choose(p, 5) ? 0 : choose_from(p, 1, 20);
	}
	move->attacks = (struct list){made, choose(p, 3)};
}

static inline void choose_deed(struct player *p, const struct encounter *e, struct arena *arena,
                               struct move *move)
{
	move->cost = (enum cost)choose(p, COST_FREE + 1);
	if (play_names(move->type, "targets") && choose(p, 2))
		move->targets = choose_combatants(p, e, arena);
	move->text = STR("strikes");
	if (move->type == MOVE_TAKE_TURN && choose(p, 3) == 0)
		choose_strikes(p, e, arena, move);
	move->level = choose_from(p, move->type == MOVE_USE_SLOT, 2);
	move->pact = choose(p, 4) == 0;
	move->cantrip = choose(p, 4) == 0 && (!move->level || choose(p, 10) == 0);
	move->name = str_of(play_things[choose(p, 6)]);
	move->count = choose_from(p, 0, 3);
	move->resistance = choose(p, 3) == 0;
	move->equipped = choose(p, 2);
	move->x = choose_from(p, -20, 20);
	move->y = choose_from(p, -20, 20);
	if (choose(p, 2)) {
		play_see(move, "distance");
		move->distance = choose_from(p, 0, 40);
	}
}

static inline void choose_end(struct player *p, const struct encounter *e, struct arena *arena,
                              struct move *move)
{
	struct loot *loot = ARENA_NEW(arena, struct loot);

	if (choose(p, 2)) {
		play_see(move, "xp");
		move->xp = choose_from(p, 0, XP_AWARD_MAX);
	}
	if (choose(p, 2)) {
		*loot = (struct loot){STR("gold"), choose_from(p, 0, 50), choose_combatant(p, e)};
		move->loot = (struct list){loot, 1};
	}
}

/* Somebody whose turn was skipped, if anybody's was. */
static inline struct uuid choose_missed(struct player *p, const struct encounter *e)
{
	for (size_t i = 0; i < e->count; i++)
		if (e->combatants[i].missed)
			return e->combatants[i].id;
	return choose_combatant(p, e);
}

/* A move of that type; what previous_turn goes back to is for the caller to fill in. */
static inline struct move choose_move_of(struct player *p, enum move_type type,
                                         const struct encounter *e, struct arena *arena)
{
	struct move move = {.type = type};

	if (play_names(type, "combatant_id") && (type != MOVE_END_TURN || choose(p, 2))) {
		move.combatant_id = type == MOVE_ALLOW_TURN && choose(p, 4) ? choose_missed(p, e)
		                                                            : choose_actor(p, e);
		play_see(&move, "combatant_id");
	}
	if (play_names(type, "combatant_ids") && type != MOVE_ROLL_INITIATIVE)
		move.combatant_ids = choose_combatants(p, e, arena);
	if (play_names(type, "targets"))
		move.targets = choose_combatants(p, e, arena);
	choose_body(p, e, arena, &move);
	if (type == MOVE_ADD_COMBATANT)
		choose_addition(p, arena, &move);
	else if (type == MOVE_ROLL_INITIATIVE)
		choose_initiative(p, e, arena, &move);
	else if (type == MOVE_END)
		choose_end(p, e, arena, &move);
	else if (type >= MOVE_TAKE_TURN && type <= MOVE_USE_LAIR)
		choose_deed(p, e, arena, &move);
	if (type == MOVE_START)
		choose_each_round(p, &move);
	if (type == MOVE_NOTE)
		move.text = STR("A remark.");
	if ((type == MOVE_REORDER || type == MOVE_DELAY) && choose(p, 2))
		move.after = choose_combatant(p, e);
	if (type == MOVE_SET_INITIATIVE) {
		move.initiative = choose_from(p, -INITIATIVE_MAX, INITIATIVE_MAX);
		if (choose(p, 2)) {
			play_see(&move, "tiebreak");
			move.tiebreak = choose_from(p, -TIEBREAK_MAX, TIEBREAK_MAX);
		}
	}
	return move;
}

static inline struct move choose_move(struct player *p, const struct encounter *e,
                                      struct arena *arena)
{
	return choose_move_of(p, choose_type(p), e, arena);
}

#endif
