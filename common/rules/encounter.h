/* The state of one fight, and nothing else: what rules_apply turns into the next state. Text and
 * arrays are borrowed from the caller's arena and never changed in place. */
#ifndef TABARD_RULES_ENCOUNTER_H
#define TABARD_RULES_ENCOUNTER_H

#include "common/base/arena.h"
#include "common/rules/combatant.h"

enum { ENCOUNTER_COMBATANTS_MAX = 200, ROUND_MAX = 100000, ORDINAL_MAX = 1000000 };

enum encounter_status { ENCOUNTER_DRAFT, ENCOUNTER_ACTIVE, ENCOUNTER_PAUSED, ENCOUNTER_COMPLETED };
extern const char *const encounter_status_names[];

/* Whether everyone rolls initiative anew as a round begins, and who shares a die then. */
enum each_round { EACH_ROUND_STAYS, EACH_ROUND_GROUPS, EACH_ROUND_EACH, EACH_ROUND_SIDES };
extern const char *const each_round_names[];

struct encounter {
	enum ruleset ruleset;
	enum encounter_status status;
	int32_t round;    /* 0 before the start */
	struct uuid turn; /* whose turn it is; nil when nobody's */
	enum each_round each_round;
	int32_t next_ordinal;         /* for the next combatant to join; never reused */
	struct combatant *combatants; /* by ordinal, ascending */
	size_t count;
};

/* Why a loaded state breaks an invariant, or NULL when it holds: hit points in [0, max], unique ids
 * and ordinals, a turn that names somebody in the order, a status that fits round and turn (a
 * started encounter has a turn exactly while somebody is in the order), nobody dead or stable above
 * 0 hit points, sources and anchors that are there, every number within its bounds. */
const char *encounter_broken(const struct encounter *e);

/* NULL when there is none. */
const struct combatant *encounter_find(const struct encounter *e, struct uuid id);

/* The turn order: indices into e->combatants of everyone with `rolled`, by initiative, then
 * tiebreak, both descending, then ordinal. `order` has room for e->count. Returns how many. SRD 5.1
 * "The Order of Combat"; ties: see RULES D1. */
size_t encounter_order(const struct encounter *e, size_t *order);

#endif
