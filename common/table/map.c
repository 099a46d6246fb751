#include "common/table/map.h"

#include "common/base/poison.h"

#define ZONE(name_, low, high, doc_)                                                               \
	{                                                                                          \
		.name = #name_, .kind = FIELD_INT, .flags = FIELD_REQUIRED,                        \
		.offset = offsetof(struct zone, name_), .min = (low), .max = (high), .doc = (doc_) \
	}
static const struct field zone_fields[] = {
    ZONE(x, 0, MAP_SIDE_MAX - 1, "Its left column."),
    ZONE(y, 0, MAP_SIDE_MAX - 1, "Its upper row."),
    ZONE(w, 1, MAP_SIDE_MAX, "Squares to the right."),
    ZONE(h, 1, MAP_SIDE_MAX, "Squares down."),
    {.name = "visible",
     .kind = FIELD_BOOL,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct zone, visible),
     .doc = "false for fog, true for what is seen."},
};
const struct shape zone_shape = SHAPE("Zone", struct zone, zone_fields);
static const struct field zone_item = {.kind = FIELD_OBJECT, .shape = &zone_shape};
static const struct field zones_fields[] = {
    {.name = "zones",
     .kind = FIELD_LIST,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct zones, zones),
     .max = MAP_ZONES_MAX,
     .item = &zone_item,
     .item_size = sizeof(struct zone),
     .doc = "Later ones lie over earlier ones; what is in none is clear."},
};
const struct shape zones_shape = SHAPE("Zones", struct zones, zones_fields);

const struct combatant *token_combatant(const struct table_token *t,
                                        const struct table_encounter *live)
{
	return live && uuid_eq(t->encounter_id, live->id)
	           ? encounter_find(&live->state, t->combatant_id)
	           : NULL;
}

void token_place(const struct table_token *t, const struct table_encounter *live, int32_t *x,
                 int32_t *y)
{
	const struct combatant *c = token_combatant(t, live);
	bool moved = c && combatant_placed(c);

	*x = moved ? c->x : t->x;
	*y = moved ? c->y : t->y;
}

bool token_fits(const struct table_token *t, int32_t x, int32_t y, int32_t width, int32_t height)
{
	return x >= 0 && y >= 0 && x <= width - t->width && y <= height - t->height;
}

/* "/api/v1/uploads/<id>": where the picture is, as front ends take it. */
static void view_image(struct str key, struct uuid image, struct doc *d, struct arena *arena)
{
	if (!uuid_is_nil(image))
		doc_text(arena, d, key,
		         arena_printf(arena, IMAGE_URL_PREFIX "%s", doc_id(arena, image).p));
}

/* Whether it is to be seen where there is no fog. */
static bool is_shown(const struct table_token *t, const struct combatant *c)
{
	return t->visible && !(c ? c->hidden : t->hidden);
}

bool token_seen(const struct table_token *t, const struct fog *fog,
                const struct table_encounter *live)
{
	int32_t x, y;

	token_place(t, live, &x, &y);
	return is_shown(t, token_combatant(t, live)) &&
	       (t->party || !fog_covers(fog, x, y, t->width, t->height));
}

bool view_token(const struct table_token *t, const struct fog *fog,
                const struct table_encounter *live, enum audience audience, struct doc *out,
                struct arena *arena)
{
	const struct combatant *c = token_combatant(t, live);
	bool all = audience == AUDIENCE_DM;
	int32_t x, y;
	struct doc *d;

	if (!all && !token_seen(t, fog, live))
		return false;
	token_place(t, live, &x, &y);
	d = doc_object(arena, out, doc_id(arena, t->id));
	doc_text(arena, d, STR("name"), t->name);
	view_image(STR("image_url"), t->image, d, arena);
	doc_number(arena, d, STR("x"), x);
	doc_number(arena, d, STR("y"), y);
	doc_number(arena, d, STR("width"), t->width);
	doc_number(arena, d, STR("height"), t->height);
	doc_truth(arena, d, STR("visible"), is_shown(t, c));
	if (!uuid_is_nil(t->character_id))
		doc_uuid(arena, d, STR("character_id"), t->character_id);
	/* Of a draft, or of a fight that is over, players know no combatants. */
	if (all ? !uuid_is_nil(t->combatant_id) : c != NULL)
		doc_uuid(arena, d, STR("combatant_id"), t->combatant_id);
	return true;
}

void view_tokens(const struct list *tokens, const struct fog *fog,
                 const struct table_encounter *live, enum audience audience, struct doc *out,
                 struct arena *arena)
{
	const struct table_token *t = tokens->items;

	for (size_t i = 0; i < tokens->count; i++)
		view_token(&t[i], fog, live, audience, out, arena);
}

static void view_zones(const struct list *zones, struct doc *out, struct arena *arena)
{
	const struct zone *z = zones->items;

	for (size_t i = 0; i < zones->count; i++)
		doc_fields(arena, doc_object(arena, out, STR("")), &zone_shape, &z[i]);
}

void view_map(const struct table_map *map, const struct table_encounter *live,
              enum audience audience, struct doc *root, struct arena *arena)
{
	struct doc *tokens = doc_object(arena, root, STR("tokens")), *d;
	struct list patches;
	const struct fog *fog;

	if (!map)
		return;
	fog = fog_lay(&map->fog, arena);
	patches = audience == AUDIENCE_DM ? map->fog : fog_patches(fog, arena);
	if (patches.count)
		view_zones(&patches, doc_array(arena, root, STR("fog")), arena);
	d = doc_object(arena, root, STR("map"));
	doc_uuid(arena, d, STR("id"), map->id);
	doc_text(arena, d, STR("name"), map->name);
	view_image(STR("image"), map->image, d, arena);
	doc_number(arena, d, STR("grid_size"), map->grid_size);
	doc_number(arena, d, STR("width"), map->width);
	doc_number(arena, d, STR("height"), map->height);
	doc_decimal(arena, d, STR("darkness"), map->darkness);
	if (audience == AUDIENCE_DM)
		doc_number(arena, d, STR("version"), map->version);
	view_tokens(&map->tokens, fog, live, audience, tokens, arena);
}

const char *token_event(const struct doc *was, const struct doc *patch, const char *type)
{
	const struct doc *before = doc_find(was, STR("tokens"));
	const struct doc *changed = patch ? doc_find(patch, STR("tokens")) : NULL;

	for (const struct doc *t = changed ? changed->first : NULL; t; t = t->next) {
		if (t->kind == DOC_REMOVED)
			return "token.removed";
		if (!before || !doc_find(before, t->key))
			return "token.added";
	}
	return type;
}
