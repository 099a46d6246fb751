/* The map's part of the table document: what stands where, what lies in fog, and who may know. */
#ifndef TABARD_TABLE_MAP_H
#define TABARD_TABLE_MAP_H

#include "common/table/doc.h"
#include "common/table/table.h"

enum {
	MAPS_MAX = 500,         /* of a campaign */
	MAP_SIDE_MAX = 1000,    /* squares */
	MAP_ZONES_MAX = 200,    /* of fog */
	MAP_PATCHES_MAX = 2000, /* that players may see it as */
	MAP_TOKENS_MAX = 300,
	MAP_GRID_MIN = 8, /* pixels */
	MAP_GRID_MAX = 1000,
	MAP_NAME_MAX = 120,
	TOKEN_NAME_MAX = 80,
	TOKEN_SIDE_MAX = 100,
	IMAGE_URL_MAX = 120,
};
#define IMAGE_URL_PREFIX "/api/v1/uploads/"

/* A rectangle of squares that is fogged, or clear; later ones count over earlier ones. */
struct zone {
	int32_t x, y, w, h;
	bool visible;
};

/* What stands on a map, as its row has it. While the encounter of its combatant runs, that one says where it
 * stands and whether it is hidden. */
struct table_token {
	struct uuid id;
	struct str name;
	struct uuid image; /* an upload, or nil */
	int32_t x, y, width, height;
	bool visible; /* what the DM says */
	bool hidden;  /* as its combatant was when it left the table */
	bool party;   /* of a player's character: in no fog for players */
	struct uuid character_id, combatant_id, encounter_id; /* or nil */
};

struct table_map {
	struct uuid id;
	struct str name;
	struct uuid image; /* an upload, or nil */
	int32_t grid_size, width, height;
	int32_t darkness; /* in thousandths */
	int32_t version;
	bool active;
	struct list fog;    /* of struct zone */
	struct list tokens; /* of struct table_token, by id */
};

extern const struct shape zone_shape;
/* {"zones": […]}: a body, and how they are stored is the array alone. */
struct zones {
	struct list zones; /* of struct zone */
};
extern const struct shape zones_shape;

/* Fog laid out for questions; made once for a view. */
struct fog;
const struct fog *fog_lay(const struct list *zones, struct arena *arena);
/* Whether all of that rectangle lies in fog. */
bool fog_covers(const struct fog *fog, int32_t x, int32_t y, int32_t w, int32_t h);
/* What is fogged as few rectangles, the same ones however the zones were drawn: struct zone. */
struct list fog_patches(const struct fog *fog, struct arena *arena);

/* "map", "tokens" and "fog" of the document. `live` is the running encounter or NULL. */
void view_map(const struct table_map *map, const struct table_encounter *live,
              enum audience audience, struct doc *root, struct arena *arena);
/* The tokens alone, by id. */
void view_tokens(const struct list *tokens, const struct fog *fog,
                 const struct table_encounter *live, enum audience audience, struct doc *out,
                 struct arena *arena);
/* One of them; false when the audience does not see it, and nothing is added. */
bool view_token(const struct table_token *t, const struct fog *fog,
                const struct table_encounter *live, enum audience audience, struct doc *out,
                struct arena *arena);
/* Whether players see it. */
bool token_seen(const struct table_token *t, const struct fog *fog,
                const struct table_encounter *live);
/* Where it stands now. */
void token_place(const struct table_token *t, const struct table_encounter *live, int32_t *x,
                 int32_t *y);
/* Whether it would lie on a map of that size there. */
bool token_fits(const struct table_token *t, int32_t x, int32_t y, int32_t width, int32_t height);
/* Its combatant, while that one's encounter runs; else NULL. */
const struct combatant *token_combatant(const struct table_token *t,
                                        const struct table_encounter *live);
/* What an audience takes a change of tokens for: in `was` and the patch to it they are "tokens". Coming into
 * sight and going out of it look as if one were added or removed. */
const char *token_event(const struct doc *was, const struct doc *patch, const char *type);

#endif
