#include "common/rules/moves.h"

#include "common/base/poison.h"

const struct rule_error_row rule_errors[RULE_ERRORS] = {
    [RULE_OK] = {"OK", "The move was made."},
    [RULE_ENCOUNTER_OVER] = {"ENCOUNTER_OVER",
                             "This encounter has ended; undo the end to go on with it."},
    [RULE_NOT_STARTED] = {"NOT_STARTED",
                          "This encounter has not started yet; make the move start first."},
    [RULE_ALREADY_STARTED] = {"ALREADY_STARTED",
                              "This encounter has started already; it cannot start twice."},
    [RULE_PAUSED] = {"PAUSED", "This encounter is paused; make the move resume first."},
    [RULE_NOT_PAUSED] = {"NOT_PAUSED",
                         "This encounter is not paused, so there is nothing to resume."},
    [RULE_NO_COMBATANTS] = {"NO_COMBATANTS",
                            "Nobody is there to take a turn; add combatants and roll initiative."},
    [RULE_NO_INITIATIVE] = {"NO_INITIATIVE",
                            "A combatant has no initiative yet; roll or set it before the start."},
    [RULE_UNKNOWN_COMBATANT] = {"UNKNOWN_COMBATANT", "No combatant of this encounter has that id."},
    [RULE_ALREADY_IN_ENCOUNTER] = {"ALREADY_IN_ENCOUNTER",
                                   "This character takes part already, and can only once."},
    [RULE_TOO_MANY_COMBATANTS] = {"TOO_MANY_COMBATANTS",
                                  "An encounter has room for 200 combatants; remove some first."},
    [RULE_TOO_MANY_ROUNDS] = {"TOO_MANY_ROUNDS",
                              "An encounter lasts 100,000 rounds at most; end this one."},
    [RULE_NO_HIT_DICE] = {"NO_HIT_DICE",
                          "This creature has no hit dice to roll; use average or a number."},
    [RULE_SAME_TARGET_TWICE] = {"SAME_TARGET_TWICE",
                                "A combatant is listed more than once; name each only once."},
    [RULE_BROKEN_STAT_BLOCK] =
        {"BROKEN_STAT_BLOCK", "The numbers of this creature are out of bounds; correct its entry."},
};
