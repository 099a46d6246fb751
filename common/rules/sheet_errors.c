#include "common/rules/sheet_changes.h"

#include "common/base/poison.h"

const struct sheet_error_row sheet_errors[SHEET_ERRORS] = {
    [SHEET_OK] = {"OK", "The sheet was changed."},
    [SHEET_LEVEL_CAP] = {"LEVEL_CAP", "Level 20 is the highest; there is none above it."},
    [SHEET_TOO_MANY_CLASSES] = {"TOO_MANY_CLASSES", "A sheet has room for 12 classes."},
    [SHEET_PREREQUISITE] = {"MULTICLASS_PREREQUISITE",
                            "Another class needs 13 in the main abilities of it and of those had."},
    [SHEET_SUBCLASS_DUE] = {"SUBCLASS_DUE", "This level needs the choice of a subclass."},
    [SHEET_SUBCLASS_EARLY] = {"SUBCLASS_EARLY",
                              "This class chooses its subclass at a later level."},
    [SHEET_SUBCLASS_WRONG] = {"SUBCLASS_WRONG", "That is a subclass of another class."},
    [SHEET_SUBCLASS_CHOSEN] = {"SUBCLASS_CHOSEN", "This class has its subclass already."},
    [SHEET_IMPROVEMENT_DUE] = {"IMPROVEMENT_DUE",
                               "This level needs an ability score improvement or a feat."},
    [SHEET_IMPROVEMENT_EARLY] = {"IMPROVEMENT_EARLY",
                                 "This level brings neither an improvement nor a feat."},
    [SHEET_IMPROVEMENT_WRONG] = {"IMPROVEMENT_WRONG",
                                 "Raise one ability by 2 or two by 1, or what the feat raises."},
    [SHEET_SCORE_TOO_HIGH] = {"SCORE_TOO_HIGH", "That raises the score past its limit."},
    [SHEET_FEAT_PREREQUISITE] = {"FEAT_PREREQUISITE", "The feat asks for more than is there."},
    [SHEET_FEAT_TWICE] = {"FEAT_TWICE", "That feat can be taken only once."},
    [SHEET_NO_SUCH_FEATURE] = {"NO_SUCH_FEATURE", "The character has no such feature with uses."},
    [SHEET_NO_USES_LEFT] = {"NO_USES_LEFT",
                            "Not that many uses are left; a rest brings them back."},
    [SHEET_NOTHING_SPENT] = {"NOTHING_SPENT", "Not that much was spent."},
    [SHEET_NO_SUCH_SLOT] = {"NO_SUCH_SLOT", "There are no spell slots of that level."},
    [SHEET_NO_SLOT_LEFT] = {"NO_SLOT_LEFT", "No spell slot of that level is left."},
    [SHEET_NO_HIT_DICE] = {"NO_HIT_DICE_LEFT", "No hit die of that size is left."},
    [SHEET_NO_HIT_POINTS] = {"NO_HIT_POINTS", "A rest needs at least 1 hit point."},
};
