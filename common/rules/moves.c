#include "common/rules/step.h"

#include "common/base/poison.h"

const struct move_row move_rows[MOVE_TYPES] = {
    [MOVE_ADD_COMBATANT] = {"add_combatant", "combatant.added", &move_shapes[MOVE_ADD_COMBATANT],
                            "Adds monsters of one kind, a character or something made up."},
    [MOVE_REMOVE_COMBATANT] = {"remove_combatant", "combatant.removed",
                               &move_shapes[MOVE_REMOVE_COMBATANT],
                               "Takes a combatant out; if it is its turn, the next one's begins."},
    [MOVE_REVEAL] = {"reveal", "combatant.revealed", &move_shapes[MOVE_REVEAL],
                     "Shows hidden combatants to the players."},
    [MOVE_HIDE] = {"hide", "combatant.hidden", &move_shapes[MOVE_HIDE],
                   "Hides combatants from the players, who then see nothing of them."},
    [MOVE_ROLL_INITIATIVE] =
        {"roll_initiative", "initiative.rolled", &move_shapes[MOVE_ROLL_INITIATIVE],
         "Rolls initiative for everyone without it, or again for those named."},
    [MOVE_SET_INITIATIVE] = {"set_initiative", "initiative.set", &move_shapes[MOVE_SET_INITIATIVE],
                             "Gives one combatant a place in the turn order by hand."},
    [MOVE_START] = {"start", "encounter.started", &move_shapes[MOVE_START],
                    "Begins the first round once everyone has initiative."},
    [MOVE_NEXT_TURN] = {"next_turn", "turn.advanced", &move_shapes[MOVE_NEXT_TURN],
                        "Ends the turn and begins the next one, passing over the dead."},
    [MOVE_PAUSE] = {"pause", "encounter.paused", &move_shapes[MOVE_PAUSE],
                    "Stops the turns until the game resumes."},
    [MOVE_RESUME] = {"resume", "encounter.resumed", &move_shapes[MOVE_RESUME],
                     "Lets the turns go on after a pause."},
    [MOVE_DAMAGE] = {"damage", "combatant.hp_changed", &move_shapes[MOVE_DAMAGE],
                     "Deals damage of one type to some combatants, each by its own resistances."},
    [MOVE_HEAL] = {"heal", "combatant.hp_changed", &move_shapes[MOVE_HEAL],
                   "Gives some combatants hit points back, up to their maximum."},
    [MOVE_END] = {"end", "encounter.ended", &move_shapes[MOVE_END],
                  "Ends the encounter and awards its experience points."},
};

enum {
	DRAFT = 1 << ENCOUNTER_DRAFT,
	ACTIVE = 1 << ENCOUNTER_ACTIVE,
	PAUSED = 1 << ENCOUNTER_PAUSED,
	STARTED = ACTIVE | PAUSED,
	NOT_OVER = DRAFT | STARTED,
};

/* When a type is allowed, and what it is refused with when there is more to say than that the
 * encounter has not started, is paused or is over. */
static const struct rule {
	apply_move *apply;
	unsigned statuses;
	enum rule_error otherwise;
} rules[MOVE_TYPES] = {
    [MOVE_ADD_COMBATANT] = {apply_add_combatant, NOT_OVER, RULE_OK},
    [MOVE_REMOVE_COMBATANT] = {apply_remove_combatant, NOT_OVER, RULE_OK},
    [MOVE_REVEAL] = {apply_reveal, NOT_OVER, RULE_OK},
    [MOVE_HIDE] = {apply_hide, NOT_OVER, RULE_OK},
    [MOVE_ROLL_INITIATIVE] = {apply_roll_initiative, NOT_OVER, RULE_OK},
    [MOVE_SET_INITIATIVE] = {apply_set_initiative, NOT_OVER, RULE_OK},
    [MOVE_START] = {apply_start, DRAFT, RULE_ALREADY_STARTED},
    [MOVE_NEXT_TURN] = {apply_next_turn, ACTIVE, RULE_OK},
    [MOVE_PAUSE] = {apply_pause, ACTIVE, RULE_OK},
    [MOVE_RESUME] = {apply_resume, PAUSED, RULE_NOT_PAUSED},
    [MOVE_DAMAGE] = {apply_damage, STARTED, RULE_OK},
    [MOVE_HEAL] = {apply_heal, STARTED, RULE_OK},
    [MOVE_END] = {apply_end, STARTED, RULE_OK},
};

static enum rule_error status_allows(enum encounter_status status, const struct rule *rule)
{
	if (status == ENCOUNTER_COMPLETED)
		return RULE_ENCOUNTER_OVER;
	if (rule->statuses >> status & 1)
		return RULE_OK;
	if (rule->otherwise != RULE_OK)
		return rule->otherwise;
	return status == ENCOUNTER_DRAFT ? RULE_NOT_STARTED : RULE_PAUSED;
}

static struct encounter copy_of(const struct encounter *e, struct arena *arena)
{
	struct encounter copy = *e;

	copy.combatants = ARENA_ARRAY(arena, struct combatant, e->count);
	if (e->count)
		memcpy(copy.combatants, e->combatants, e->count * sizeof *e->combatants);
	return copy;
}

enum rule_error rules_apply(const struct encounter *before, const struct move *move,
                            const struct dice *dice, struct arena *arena, struct encounter *after,
                            struct outcome *out)
{
	const struct rule *rule = &rules[move->type];
	struct step s = {.before = before, .move = move, .dice = dice, .arena = arena, .out = out};

	*out = (struct outcome){.error = status_allows(before->status, rule)};
	if (out->error)
		return out->error;
	s.now = copy_of(before, arena);
	out->error = rule->apply(&s);
	if (out->error)
		out->consequences = (struct list){0};
	else
		*after = s.now;
	return out->error;
}

int32_t move_count(const struct move *move)
{
	return move->count ? move->count : 1;
}
