#include "common/rules/move_shapes.h"
#include "common/rules/step_body.h"

#include "common/base/poison.h"

/* The first two columns after the event: who may, see rules_may; and whether it passes the turn. */
#define DM MOVE_BY_DM, MOVE_OF_NOBODY, false
#define DM_PASSES MOVE_BY_DM, MOVE_OF_NOBODY, true
#define OWN MOVE_BY_PLAYER, MOVE_OF_COMBATANT, false
#define OWN_PASSES MOVE_BY_PLAYER, MOVE_OF_COMBATANT, true
#define ALL_OWN MOVE_BY_PLAYER, MOVE_OF_COMBATANTS, false
#define TURN_PASSES MOVE_BY_PLAYER, MOVE_OF_TURN, true

const struct move_row move_rows[MOVE_TYPES] = {
    [MOVE_ADD_COMBATANT] = {"add_combatant", "combatant.added", &move_shape_add_combatant, DM,
                            "Adds monsters of one kind, a character or something made up."},
    [MOVE_REMOVE_COMBATANT] = {"remove_combatant", "combatant.removed",
                               &move_shape_remove_combatant, DM,
                               "Takes a combatant out; if it is its turn, the next one's begins."},
    [MOVE_REVEAL] = {"reveal", "combatant.revealed", &move_shape_reveal, DM,
                     "Shows hidden combatants to the players."},
    [MOVE_HIDE] = {"hide", "combatant.hidden", &move_shape_hide, DM,
                   "Hides combatants from the players, who then see nothing of them."},
    [MOVE_ROLL_INITIATIVE] = {"roll_initiative", "initiative.rolled", &move_shape_roll_initiative,
                              ALL_OWN,
                              "Rolls initiative for everyone without it, or again for those named; "
                              "players for their own."},
    [MOVE_SET_INITIATIVE] = {"set_initiative", "initiative.set", &move_shape_set_initiative, DM,
                             "Gives one combatant a place in the turn order by hand."},
    [MOVE_START] = {"start", "encounter.started", &move_shape_start, DM,
                    "Begins the first round once everyone has initiative."},
    [MOVE_NEXT_TURN] = {"next_turn", "turn.advanced", &move_shape_next_turn, DM_PASSES,
                        "Ends the turn and begins the next one, passing over the dead."},
    [MOVE_PAUSE] = {"pause", "encounter.paused", &move_shape_pause, DM,
                    "Stops the turns until the game resumes."},
    [MOVE_RESUME] = {"resume", "encounter.resumed", &move_shape_resume, DM,
                     "Lets the turns go on after a pause."},
    [MOVE_DAMAGE] =
        {"damage", "combatant.hp_changed", &move_shape_damage, DM,
         "Deals damage, typed or not, to some combatants, each by its own resistances."},
    [MOVE_HEAL] = {"heal", "combatant.hp_changed", &move_shape_heal, DM,
                   "Gives some combatants hit points back, up to their maximum."},
    [MOVE_END] = {"end", "encounter.ended", &move_shape_end, DM,
                  "Ends the encounter and awards its experience points and loot."},
    [MOVE_REORDER] = {"reorder", "initiative.set", &move_shape_reorder, DM,
                      "Moves a combatant behind another one in the turn order, or to its front."},
    [MOVE_DELAY] =
        {"delay", "turn.advanced", &move_shape_delay, OWN_PASSES,
         "Puts an untouched turn off until after another one, or to the end of the round."},
    [MOVE_END_TURN] = {"end_turn", "turn.advanced", &move_shape_end_turn, TURN_PASSES,
                       "Ends one's own turn and begins the next one."},
    [MOVE_SKIP_TURN] = {"skip_turn", "turn.advanced", &move_shape_skip_turn, DM_PASSES,
                        "Ends the turn of one who does nothing in it."},
    [MOVE_ALLOW_TURN] = {"allow_turn", "turn.allowed", &move_shape_allow_turn, DM,
                         "Lets one whose turn was skipped make up for it in the turns of others."},
    [MOVE_PREVIOUS_TURN] =
        {"previous_turn", "turn.returned", &move_shape_previous_turn, DM,
         "Goes back to before the turn was passed: nothing ends or begins a second time."},
    [MOVE_SET_TEMP_HP] = {"set_temp_hp", "combatant.hp_changed", &move_shape_set_temp_hp, DM,
                          "Gives temporary hit points, which never add up."},
    [MOVE_STABILIZE] = {"stabilize", "combatant.changed", &move_shape_stabilize, DM,
                        "Makes dying combatants stable at 0 hit points."},
    [MOVE_DEATH_SAVE] = {"death_save", "combatant.changed", &move_shape_death_save, OWN,
                         "Makes the death save of a turn that begins at 0 hit points."},
    [MOVE_ADD_CONDITION] = {"add_condition", "combatant.changed", &move_shape_add_condition, DM,
                            "Gives some combatants a condition and says when it ends."},
    [MOVE_REMOVE_CONDITION] = {"remove_condition", "combatant.changed",
                               &move_shape_remove_condition, DM,
                               "Ends a condition that was given; what else implies it stays."},
    [MOVE_CONDITION_SAVE] = {"condition_save", "combatant.changed", &move_shape_condition_save, OWN,
                             "Makes the save at the end of a turn that ends a condition."},
    [MOVE_SET_EXHAUSTION] = {"set_exhaustion", "combatant.changed", &move_shape_set_exhaustion, DM,
                             "Sets the exhaustion level, 6 being death."},
    [MOVE_SET_CONCENTRATION] = {"set_concentration", "combatant.changed",
                                &move_shape_set_concentration, OWN,
                                "Begins to concentrate on a spell, or stops when none is given."},
    [MOVE_CONCENTRATION_SAVE] =
        {"concentration_save", "combatant.changed", &move_shape_concentration_save, OWN,
         "Makes the oldest save that damage asked of one who concentrates."},
    [MOVE_TAKE_TURN] =
        {"take_turn", "turn.taken", &move_shape_take_turn, OWN,
         "Uses an action, bonus action or reaction, with a spell slot if one is spent."},
    [MOVE_QUEUE_TURN] = {"queue_turn", "turn.queued", &move_shape_queue_turn, OWN,
                         "Says ahead what a combatant means to do; its turn clears it."},
    [MOVE_READY] = {"ready", "turn.taken", &move_shape_ready, OWN,
                    "Spends the action on a reaction to something that may come."},
    [MOVE_MOVE] = {"move", "combatant.moved", &move_shape_move, OWN,
                   "Moves a combatant; in its own turn within its speed, if that is known."},
    [MOVE_INTERACT] = {"interact", "turn.taken", &move_shape_interact, OWN,
                       "Handles one object, which is free once in a turn."},
    [MOVE_USE_SLOT] = {"use_slot", "combatant.changed", &move_shape_use_slot, OWN,
                       "Spends a spell slot."},
    [MOVE_USE_FEATURE] = {"use_feature", "combatant.changed", &move_shape_use_feature, OWN,
                          "Spends uses of a feature."},
    [MOVE_USE_ITEM] = {"use_item", "combatant.changed", &move_shape_use_item, OWN,
                       "Uses up some of an item."},
    [MOVE_EQUIP_ITEM] = {"equip_item", "combatant.changed", &move_shape_equip_item, OWN,
                         "Takes an item in hand, or puts it away."},
    [MOVE_USE_LEGENDARY] = {"use_legendary", "combatant.changed", &move_shape_use_legendary, DM,
                            "Spends legendary actions or a legendary resistance."},
    [MOVE_USE_LAIR] = {"use_lair", "combatant.changed", &move_shape_use_lair, DM,
                       "Notes that this round's lair action was used."},
    [MOVE_NOTE] = {"note", "encounter.noted", &move_shape_note, DM,
                   "Writes a remark into the log."},
    [MOVE_OVERRIDE] = {"override", "combatant.changed", &move_shape_override, DM,
                       "Sets one figure of a combatant by hand; the log says so."},
    [MOVE_REST] = {"rest", "combatant.changed", &move_shape_rest, DM,
                   "Gives some combatants a short or a long rest, and back what it brings."},
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
    [MOVE_REORDER] = {apply_reorder, NOT_OVER, RULE_OK},
    [MOVE_DELAY] = {apply_delay, ACTIVE, RULE_OK},
    [MOVE_END_TURN] = {apply_end_turn, ACTIVE, RULE_OK},
    [MOVE_SKIP_TURN] = {apply_skip_turn, ACTIVE, RULE_OK},
    [MOVE_ALLOW_TURN] = {apply_allow_turn, STARTED, RULE_OK},
    [MOVE_PREVIOUS_TURN] = {apply_previous_turn, STARTED, RULE_OK},
    [MOVE_SET_TEMP_HP] = {apply_set_temp_hp, NOT_OVER, RULE_OK},
    [MOVE_STABILIZE] = {apply_stabilize, STARTED, RULE_OK},
    [MOVE_DEATH_SAVE] = {apply_death_save, STARTED, RULE_OK},
    [MOVE_ADD_CONDITION] = {apply_add_condition, NOT_OVER, RULE_OK},
    [MOVE_REMOVE_CONDITION] = {apply_remove_condition, NOT_OVER, RULE_OK},
    [MOVE_CONDITION_SAVE] = {apply_condition_save, STARTED, RULE_OK},
    [MOVE_SET_EXHAUSTION] = {apply_set_exhaustion, NOT_OVER, RULE_OK},
    [MOVE_SET_CONCENTRATION] = {apply_set_concentration, NOT_OVER, RULE_OK},
    [MOVE_CONCENTRATION_SAVE] = {apply_concentration_save, STARTED, RULE_OK},
    [MOVE_TAKE_TURN] = {apply_take_turn, ACTIVE, RULE_OK},
    [MOVE_QUEUE_TURN] = {apply_queue_turn, NOT_OVER, RULE_OK},
    [MOVE_READY] = {apply_ready, ACTIVE, RULE_OK},
    [MOVE_MOVE] = {apply_move_to, NOT_OVER, RULE_OK},
    [MOVE_INTERACT] = {apply_interact, ACTIVE, RULE_OK},
    [MOVE_USE_SLOT] = {apply_use_slot, NOT_OVER, RULE_OK},
    [MOVE_USE_FEATURE] = {apply_use_feature, NOT_OVER, RULE_OK},
    [MOVE_USE_ITEM] = {apply_use_item, NOT_OVER, RULE_OK},
    [MOVE_EQUIP_ITEM] = {apply_equip_item, NOT_OVER, RULE_OK},
    [MOVE_USE_LEGENDARY] = {apply_use_legendary, STARTED, RULE_OK},
    [MOVE_USE_LAIR] = {apply_use_lair, STARTED, RULE_OK},
    [MOVE_NOTE] = {apply_note, NOT_OVER, RULE_OK},
    [MOVE_OVERRIDE] = {apply_override, NOT_OVER, RULE_OK},
    [MOVE_REST] = {apply_rest, NOT_OVER, RULE_OK},
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
	if (out->error) {
		out->consequences = (struct list){0};
		return out->error;
	}
	/* Going back is no new event: nothing follows from it. */
	if (move->type != MOVE_PREVIOUS_TURN)
		step_settle(&s);
	*after = s.now;
	return RULE_OK;
}

int32_t move_count(const struct move *move)
{
	return move->count ? move->count : 1;
}
