/* What the text of a monster's action says in figures: attack, damage, saving throw, uses. The texts of both
 * rulesets are formulas, and where they are not nothing is taken from them. */
#ifndef TABARD_COMPENDIUM_PROSE_H
#define TABARD_COMPENDIUM_PROSE_H

#include "common/json/any.h"

/* Puts what the text says into the action: attack, damage, damage_alternatives, save, other_damage, area, as
 * the built-in data has them (entry_shapes). What is there already is replaced only when the text has it too. */
void prose_action(struct any *action, struct str text, struct arena *arena);

/* "Fire Breath (Recharge 5-6)", "Shield (3/Day)", "Wing Attack (Costs 2 Actions)": takes what stands in
 * parentheses off the name and puts it into the action as uses or cost. */
struct str prose_name(struct any *action, struct str name, struct arena *arena);

/* "two with its claws and one with its bite", for the names of `actions`: {"options": [[{action, count}]]}, or
 * NULL when the text names none of them. */
struct any *prose_multiattack(struct str text, const struct any *actions, struct arena *arena);

/* The text of a trait of that name in which spells are listed, as {name, innate, ability, save_dc, attack_bonus, slots,
 * spells: [{spell, level, uses}]}; NULL when it lists none. */
struct any *prose_spellcasting(struct str name, struct str text, struct arena *arena);

/* "2d6 + 3" as 2d6+3; empty when the text is no dice. */
struct str prose_dice(struct str text, struct arena *arena);
/* The first number in the text; `otherwise` when there is none. */
int64_t prose_number(struct str text, int64_t otherwise);
/* A lower-case copy of ASCII letters; the dashes and minus signs of books become "-". */
struct str prose_lower(struct str text, struct arena *arena);

#endif
