/* A campaign's settings: one field table gives their names, defaults, bounds and documentation. */
#ifndef TABARD_TABLE_SETTINGS_H
#define TABARD_TABLE_SETTINGS_H

#include "common/rules/combatant.h"
#include "common/rules/distance.h"

enum hidden_shown { HIDDEN_ABSENT, HIDDEN_PLACEHOLDER, HIDDEN_SHOWN };

/* What others learn of a roll that they may not see. */
enum secret_rolls { SECRET_ROLLS_HIDDEN, SECRET_ROLLS_ANNOUNCED };

struct campaign_settings {
	struct fields_seen seen;
	enum hp_shown monster_hp, party_hp; /* what the party sees of each side's hit points */
	int32_t hp_bar_parts;               /* of HP_BAR */
	enum hidden_shown hidden_in_order;
	int32_t turn_seconds, idle_minutes;
	bool pause_when_dm_leaves;
	enum secret_rolls secret_rolls;
	enum diagonals diagonals;
};

extern const struct campaign_settings campaign_settings_default;
extern const struct shape campaign_settings_shape;

#endif
