/* A character's stored sheet: what a player writes down, and nothing that follows from it (that is
 * in derived.h). Slugs that the catalog does not know are homebrew: allowed, and without numbers. */
#ifndef TABARD_RULES_SHEET_H
#define TABARD_RULES_SHEET_H

#include "common/rules/catalog.h"
#include "common/rules/moves.h"

enum { SHEET_ITEMS_MAX = 300 };
enum { CLASSES_MAX = 12, EXHAUSTION_MAX = 6, ATTUNED_MAX = 3, SHEET_XP_MAX = 1000000 };

struct sheet_class {
	struct str name, subclass; /* slugs */
	int32_t level;
	struct list
	    rolls; /* of int32_t: the hit die rolled at each level, 0 for the fixed figure */
};

struct sheet_hp {
	int32_t current, temp;
	int32_t max; /* 0: computed */
	struct fields_seen seen;
};

struct sheet_item {
	struct str item; /* a slug, or a name of one's own */
	struct str base; /* what a magic item is that can be of several kinds: "longsword" */
	struct uuid id;  /* nil until it is needed to tell two of a kind apart */
	int32_t quantity;
	bool equipped, attuned;
};

struct sheet_proficiencies {
	struct list skills, expertise, saves, languages, tools, masteries; /* of struct str */
};

/* A score that grew beyond what `abilities` says. */
struct sheet_increase {
	struct str source; /* "ability-score-improvement", a feat, a background */
	enum ability ability;
	int32_t value;
};

/* What is on the character now: a spell, a potion, or a feature that is switched on. */
struct sheet_effect {
	struct str effect; /* slug */
	struct str source; /* whose it is; empty: the character's own */
};

/* Of one at 0 hit points; means nothing above. RULES D3. */
struct sheet_dying {
	int32_t successes, failures;
	bool stable, dead;
};

/* What was chosen for a feature or an item: a damage type, a land. */
struct sheet_choice {
	struct str key, value;
};

struct sheet_count {
	struct str key;
	int32_t value;
};

struct sheet {
	struct fields_seen seen;
	int32_t abilities[ABILITIES]; /* with the species's bonus, unless base_scores */
	bool base_scores;             /* the species's fixed bonuses come on top */
	struct list increases;        /* of struct sheet_increase: on top of both */
	struct str species, lineage, background, alignment, notes;
	struct list classes;   /* of struct sheet_class */
	struct list feats;     /* of struct str */
	struct list features;  /* of struct str: chosen options, as a fighting style */
	struct list equipment; /* of struct sheet_item */
	struct list spells;    /* of struct str */
	struct list
	    prepared;        /* of struct str: those of them, or of the class's list, at hand now */
	struct list effects; /* of struct sheet_effect */
	struct list choices; /* of struct sheet_choice */
	struct sheet_proficiencies proficiencies;
	struct sheet_hp hp;
	struct sheet_dying dying;
	/* Of struct sheet_count; hit_dice_used by "d8", slots_used by level or "pact". */
	struct list features_used, slots_used, hit_dice_used;
	int32_t exhaustion;
	int32_t xp;
	int32_t armor_class; /* 0: computed */
	struct str extra;
};

/* The sheet as a body and as stored; abilities are required, everything else has a default. */
extern const struct shape sheet_shape;

/* The sum of the class levels, 0 for a character without a class. */
int32_t sheet_level(const struct sheet *s);
/* The count of that key, 0 without one. */
int32_t sheet_count(const struct list *counts, struct str key);
/* What is chosen for that slug, empty when nothing is. */
struct str sheet_choice(const struct sheet *s, struct str key);
/* Whether a list of struct str has it. */
bool sheet_lists(const struct list *slugs, struct str slug);
/* Whether hit points are given; without, they are at their maximum. */
bool sheet_has_hp(const struct sheet *s);
void sheet_set_hp(struct sheet *s, int32_t current); /* gives them, at least 0 */

/* Hit point maximum in that ruleset: derived.h's, alone. */
int32_t sheet_hp_max(const struct sheet *s, const struct catalog *c, struct arena *arena);
/* Why the sheet does not hold together (levels above 20 in all, a subclass of another class, hit
 * points above their maximum, more spent than there is), with the JSON pointer of the field in
 * *field; NULL when it does. */
const char *sheet_broken(const struct sheet *s, const struct catalog *c, struct arena *arena,
                         const char **field);
/* The combatant that the character makes, by its derived numbers. `name` is borrowed. */
struct stat_block sheet_stat_block(const struct sheet *s, const struct catalog *c,
                                   struct arena *arena, struct str name, struct uuid character);

#endif
