/* What the compendium's lists are asked for, in the terms of its statements. */
#ifndef TABARD_API_COMPENDIUM_QUERY_H
#define TABARD_API_COMPENDIUM_QUERY_H

#include "cgi/api/app.h"
#include "common/compendium/fields.h"

/* Every parameter that filters by a tag: X(name, what it says). Which types have it, common/compendium/fields.c
 * says. */
#define ENTRY_FILTERS(X)                                                                           \
	X(type, "Monsters: the creature type.")                                                    \
	X(subtype, "Monsters: as in goblinoid.")                                                   \
	X(size, "Monsters, species: as in small.")                                                 \
	X(alignment, "Monsters: as in neutral evil.")                                              \
	X(environment, "Monsters: where they live, as far as an entry says so.")                   \
	X(legendary, "Monsters: true or false.")                                                   \
	X(spellcaster, "Monsters: true or false.")                                                 \
	X(moves, "Monsters: a way of moving, as in fly.")                                          \
	X(immunity, "Monsters: a damage type.")                                                    \
	X(resistance, "Monsters: a damage type.")                                                  \
	X(vulnerability, "Monsters: a damage type.")                                               \
	X(school, "Spells: as in evocation.")                                                      \
	X(class, "Spells, subclasses, features: the class's slug.")                                \
	X(ritual, "Spells: true or false.")                                                        \
	X(concentration, "Spells: true or false.")                                                 \
	X(casting_time, "Spells: the unit, as in bonus_action.")                                   \
	X(damage_type, "Spells, equipment: as in fire.")                                           \
	X(save, "Spells, classes: the ability, as in dex.")                                        \
	X(component, "Spells: V, S or M.")                                                         \
	X(condition, "Spells: one that it can impose.")                                            \
	X(hit_die, "Classes: the number of faces.")                                                \
	X(skill, "Backgrounds: the skill's slug.")                                                 \
	X(category, "Feats, equipment, magic items: as in wondrous-item.")                         \
	X(kind, "Equipment: as in weapon.")                                                        \
	X(property, "Equipment: of a weapon, as in finesse.")                                      \
	X(rarity, "Magic items: as in very-rare.")                                                 \
	X(attunement, "Magic items: true or false.")                                               \
	X(ability, "Skills: the ability, as in dex.")                                              \
	X(subclass, "Features: the subclass's slug.")

/* Every parameter that filters by the type's number: X(name, what it says). */
#define ENTRY_NUMBERS(X)                                                                           \
	X(cr, "Monsters: the challenge rating, as in 5 or 1/4")                                    \
	X(level, "Spells, features: the level; 0 is a cantrip")                                    \
	X(cost_cp, "Equipment: the price in copper pieces")

struct bounds {
	struct str is, min, max;
};
struct entries_query {
	int32_t limit;
	struct str cursor, q;
	int32_t ruleset; /* 0: not given */
	struct uuid campaign_id;
	struct str sort, fields, facets, types;
	bool hidden;
#define X(name, doc) struct str name;
	ENTRY_FILTERS(X)
#undef X
#define X(name, doc) struct bounds number_##name;
	ENTRY_NUMBERS(X)
#undef X
};

/* The same as arguments of find.sql; what is NULL was not asked for. */
struct asked {
	const char *user, *campaign, *ruleset, *filters, *q, *from, *to, *sort, *columns, *facets;
	bool backwards, plain; /* plain: all of a type, by slug */
};

/* The type of that name, or -1. */
int32_t type_named(struct str name);
/* The types in the order of the path or of the parameter, by bits; 0, or the answer's status. */
int types_asked(struct request *rq, uint32_t *types);
/* Checks the query of entries of these types; 0, or the answer's status. */
int query_asked(struct request *rq, uint32_t types, struct asked *out);
/* A condition more in the text of a tsquery: one of the values, separated by commas, as the tag of that name. */
void put_any_tag(struct buf *b, const char *name, struct str values);
/* The ruleset of a query string as the statements take it: NULL for the campaign's own, or 2014. */
const char *ruleset_asked(int32_t ruleset);
extern const char *const ruleset_query_names[];

#endif
