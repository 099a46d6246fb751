/* What stands on a map. */
#include "cgi/api/maps/maps.h"

#include "cgi/api/fields.h"
#include "cgi/api/maps/change.h"
#include "cgi/api/maps/play.h"
#include "common/table/tie.h"
#include "queries.h"

#include "common/base/poison.h"

struct token_write {
	struct uuid map_id;
	struct str name, image_url;
	int32_t x, y, width, height;
	bool visible;
	struct uuid character_id, combatant_id;
	struct fields_seen seen;
};

#define WRITE_FIELDS(flags_, or_null)                                                              \
	FIELD(struct token_write, name, FIELD_STR, (flags_), .min = 1, .max = TOKEN_NAME_MAX,      \
	      .doc = "What it is called."),                                                        \
	    FIELD(struct token_write, image_url, FIELD_STR, (or_null), .min = 1,                   \
	          .max = IMAGE_URL_MAX,                                                            \
	          .doc = "Its picture, an upload of this campaign: /api/v1/uploads/{id}."),        \
	    FIELD(struct token_write, x, FIELD_INT, (flags_), .min = 0, .max = MAP_SIDE_MAX - 1,   \
	          .doc = "The column of its left edge."),                                          \
	    FIELD(struct token_write, y, FIELD_INT, (flags_), .min = 0, .max = MAP_SIDE_MAX - 1,   \
	          .doc = "The row of its upper edge."),                                            \
	    FIELD(struct token_write, width, FIELD_INT, 0, .min = 1, .max = TOKEN_SIDE_MAX,        \
	          .doc = "Squares across; 1 at first."),                                           \
	    FIELD(struct token_write, height, FIELD_INT, 0, .min = 1, .max = TOKEN_SIDE_MAX,       \
	          .doc = "Squares down; 1 at first."),                                             \
	    FIELD(struct token_write, visible, FIELD_BOOL, 0,                                      \
	          .doc = "Whether players may see it where there is no fog; true at first. DMs "   \
	                 "say so."),                                                               \
	    FIELD(struct token_write, character_id, FIELD_UUID, (or_null),                         \
	          .doc = "The character of this campaign that it is: its player may move it, and " \
	                 "sees it in fog. Players have to name one of their own."),                \
	    FIELD(struct token_write, combatant_id, FIELD_UUID, (or_null),                         \
	          .doc =                                                                           \
	              "The combatant that it is: moved and hidden with that one while the "        \
	              "fight goes on. DMs say so; a character's in a running fight is found by "   \
	              "itself.")

static const struct field create_fields[] = {
    WRITE_FIELDS(FIELD_REQUIRED, 0),
    FIELD(struct token_write, map_id, FIELD_UUID, 0,
          .doc = "The map to put it on, for DMs; the one on the table when not given."),
};
const struct shape token_create_shape =
    SHAPE_SEEN("TokenCreate", struct token_write, create_fields);
static const struct field patch_fields[] = {WRITE_FIELDS(0, FIELD_NULLABLE)};
const struct shape token_patch_shape = SHAPE_SEEN("TokenPatch", struct token_write, patch_fields);

static bool given(const struct request *rq, const char *field)
{
	return shape_seen(rq->route->body, rq->body, field);
}

/* The token as the caller sees it, with its ids; its hash is its tag. */
static struct str token_json(struct request *rq, const struct map_change *c,
                             const struct table_map *map, const struct table_token *t,
                             const struct table_encounter *live)
{
	struct doc *root = doc_root(rq->arena);
	struct buf b = BUF(rq->arena);

	if (!view_token(t, fog_lay(&map->fog, rq->arena), live, c->audience, root, rq->arena))
		return STR("{}");
	doc_uuid(rq->arena, root->first, STR("id"), t->id);
	doc_uuid(rq->arena, root->first, STR("map_id"), map->id);
	doc_write(&b, root->first);
	return buf_str(&b);
}

static struct str tag_of(struct request *rq, struct str json)
{
	return arena_printf(rq->arena, "%016llx", (unsigned long long)str_tag(json));
}

static int answer_token(struct request *rq, int status, struct str json)
{
	answer_etag(rq, tag_of(rq, json));
	return answer_json(rq, status, json);
}

static bool lists(const struct list *ids, struct uuid id)
{
	const struct uuid *all = ids->items;

	for (size_t i = 0; i < ids->count; i++)
		if (uuid_eq(all[i], id))
			return true;
	return false;
}

/* The map with that token in the place of the one of its id, or besides; without it when `gone`. */
static struct table_map *with_token(const struct table_map *map, const struct table_token *token,
                                    bool gone, struct arena *arena)
{
	const struct table_token *old = map->tokens.items;
	struct table_map *m = ARENA_NEW(arena, struct table_map);
	struct table_token *tokens = ARENA_ARRAY(arena, struct table_token, map->tokens.count + 1);

	*m = *map;
	m->tokens = (struct list){tokens, 0};
	for (size_t i = 0; i < map->tokens.count; i++)
		if (!uuid_eq(old[i].id, token->id))
			tokens[m->tokens.count++] = old[i];
	if (!gone)
		tokens[m->tokens.count++] = *token;
	return m;
}

/* What the database says of the character and the combatant that the body names. */
enum { FACT_CHARACTER, FACT_PARTY, FACT_OWN, FACT_ENCOUNTER, FACT_HIDDEN };

static void queue_facts(struct request *rq, struct uuid thing, struct uuid image)
{
	const struct token_write *body = rq->body;
	const char *id = rq_uuid(rq, thing), *user = rq_uuid(rq, rq->user_id);

	db_queue(rq->db, &q_maps_facts, id, user, arg_uuid_or_null(rq->arena, body->character_id),
	         arg_uuid_or_null(rq->arena, body->combatant_id));
	db_queue(rq->db, &q_maps_image, id, user, arg_uuid_or_null(rq->arena, image));
}

static int check_facts(struct request *rq, size_t own, struct uuid image)
{
	const struct token_write *body = rq->body;
	const struct db_rows *facts = db_result(rq->db, own);

	if (!uuid_is_nil(body->character_id) && !db_bool(facts, 0, FACT_CHARACTER))
		return fail_field(rq, "/character_id", "NOT_ALLOWED",
		                  STR("must be a character of this campaign"));
	if (!uuid_is_nil(body->combatant_id) && db_null(facts, 0, FACT_ENCOUNTER))
		return fail_field(rq, "/combatant_id", "NOT_ALLOWED",
		                  STR("must be a combatant of this campaign"));
	if (!uuid_is_nil(image) && !db_bool(db_result(rq->db, own + 1), 0, 0))
		return fail_field(rq, "/image_url", "NOT_ALLOWED",
		                  STR("must be a picture of this campaign"));
	return 0;
}

/* What stays with DMs. */
static bool dm_fields(const struct request *rq)
{
	return given(rq, "visible") || given(rq, "combatant_id") ||
	       (rq->route->method == HTTP_POST ? given(rq, "map_id") : given(rq, "character_id"));
}

/* From now on it says where the combatant stands, and nothing else does. */
static void queue_link(struct request *rq, struct map_change *c, const struct table_token *t)
{
	if (uuid_is_nil(t->combatant_id))
		return;
	db_queue(rq->db, &q_maps_note_token, rq_uuid(rq, t->encounter_id),
	         rq_uuid(rq, t->combatant_id));
	if (token_combatant(t, c->before.encounter))
		tie_note(change_encounter(rq, c), t->combatant_id, rq->arena);
}

/* A character's token that is put where its fight is seen is its combatant's, unless the body names one. */
static void tie(struct request *rq, const struct map_change *c, const struct table_map *map,
                struct table_token *t)
{
	const struct table_encounter *live = c->before.encounter;
	const struct list tokens = with_token(map, t, false, rq->arena)->tokens;
	const struct fog *fog = fog_lay(&map->fog, rq->arena);

	for (size_t i = 0; live && map->active && !given(rq, "combatant_id") &&
	                   given(rq, "character_id") && i < live->state.count;
	     i++) {
		const struct combatant *one = &live->state.combatants[i];
		const struct table_token *found = uuid_eq(one->character_id, t->character_id)
		                                      ? tie_find(&tokens, fog, one, live)
		                                      : NULL;

		if (!found || !uuid_eq(found->id, t->id))
			continue;
		t->combatant_id = one->id;
		t->encounter_id = live->id;
		t->hidden = one->hidden;
	}
}

static void queue_put(struct request *rq, const struct table_map *map, const struct table_token *t)
{
	struct arena *a = rq->arena;

	db_queue(rq->db, &q_maps_put_token, rq_uuid(rq, t->id), rq_uuid(rq, map->id),
	         rq_str(rq, t->name), arg_uuid_or_null(a, t->image), rq_int(rq, t->x),
	         rq_int(rq, t->y), rq_int(rq, t->width), rq_int(rq, t->height),
	         arg_bool(t->visible), arg_bool(t->hidden), arg_bool(t->party),
	         arg_uuid_or_null(a, t->character_id), arg_uuid_or_null(a, t->combatant_id),
	         arg_uuid_or_null(a, t->encounter_id));
}

static int off_the_map(struct request *rq, const struct table_map *map)
{
	return fail_field(rq, given(rq, "x") || !given(rq, "y") ? "/x" : "/y", "OUT_OF_RANGE",
	                  arena_printf(rq->arena, "must leave it on the map: %d by %d squares",
	                               map->width, map->height));
}

/* A player's character stands on a map once, as far as players see. */
static int check_once(struct request *rq, const struct map_change *c, const struct table_map *map)
{
	const struct token_write *body = rq->body;
	const struct table_token *t = map->tokens.items;

	if (c->role == MEMBER_DM)
		return map->tokens.count < MAP_TOKENS_MAX ? 0 : fail(rq, ERR_MAPS_FULL);
	for (size_t i = 0; i < map->tokens.count; i++)
		if (uuid_eq(t[i].character_id, body->character_id) &&
		    token_json(rq, c, map, &t[i], c->before.encounter).n > 2)
			return fail_with(rq, ERR_TOKEN_EXISTS, "token_id",
			                 str_of(rq_uuid(rq, t[i].id)));
	return 0;
}

int tokens_post(struct request *rq)
{
	const struct token_write *body = rq->body;
	bool named = given(rq, "map_id");
	struct table_token t = {.id = uuid_v7(), .name = body->name, .x = body->x, .y = body->y};
	const struct db_rows *facts;
	struct map_change c = {0};
	struct table_map *map;
	size_t own, next;

	if (change_image(rq, "/image_url", body->image_url, &t.image))
		return rq->answer->status;
	own = next = change_queue(rq, rq->ids[0]);
	queue_facts(rq, rq->ids[0], t.image);
	next += 2;
	if (named) {
		db_queue(rq->db, &q_maps_map, rq_uuid(rq, body->map_id), rq_uuid(rq, rq->ids[0]));
		db_queue(rq->db, &q_maps_tokens, rq_uuid(rq, body->map_id));
	}
	if (change_begin(rq, &c, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	facts = db_result(rq->db, own);
	if (c.role != MEMBER_DM && (dm_fields(rq) || !db_bool(facts, 0, FACT_OWN)))
		return fail(rq, ERR_TOKEN_NOT_YOURS);
	if (check_facts(rq, own, t.image))
		return rq->answer->status;
	map = named ? change_map(rq, &c, db_result(rq->db, next), db_result(rq->db, next + 1))
	            : c.before.map;
	if (!map)
		return rq->answer->status ? rq->answer->status : fail(rq, ERR_NO_MAP);
	if (check_once(rq, &c, map))
		return rq->answer->status;
	t.width = body->width ? body->width : 1;
	t.height = body->height ? body->height : 1;
	t.visible = !given(rq, "visible") || body->visible;
	t.character_id = body->character_id;
	t.party = db_bool(facts, 0, FACT_PARTY);
	t.combatant_id = body->combatant_id;
	t.encounter_id = db_uuid(facts, 0, FACT_ENCOUNTER);
	t.hidden = db_bool(facts, 0, FACT_HIDDEN);
	if (!token_fits(&t, t.x, t.y, map->width, map->height))
		return off_the_map(rq, map);
	tie(rq, &c, map, &t);
	queue_put(rq, map, &t);
	queue_link(rq, &c, &t);
	map = with_token(map, &t, false, rq->arena);
	change_show(&c, map);
	if (change_commit(rq, &c, "token.added"))
		return rq->answer->status;
	return answer_token(rq, 201, token_json(rq, &c, map, &t, c.after.encounter));
}

/* The first round trip of a change of one token, which is then `t`: its map, or NULL with the answer's status. */
static struct table_map *open_token(struct request *rq, struct map_change *c, size_t own,
                                    struct table_token *t)
{
	struct table_map *map;
	struct str json;

	if (change_begin(rq, c, ERR_TOKEN_NOT_FOUND))
		return NULL;
	map = db_count(db_result(rq->db, own))
	          ? change_map(rq, c, db_result(rq->db, own + 1), db_result(rq->db, own))
	          : NULL;
	if (!map) {
		if (rq->answer->status != 500)
			fail(rq, ERR_TOKEN_NOT_FOUND);
		return NULL;
	}
	*t = *(const struct table_token *)map->tokens.items;
	json = token_json(rq, c, map, t, c->before.encounter);
	if (str_eq(json, STR("{}"))) {
		fail(rq, ERR_TOKEN_NOT_FOUND);
		return NULL;
	}
	if (c->role != MEMBER_DM &&
	    (uuid_is_nil(t->character_id) || !lists(&c->characters, t->character_id)))
		fail(rq, ERR_TOKEN_NOT_YOURS);
	else if (if_match_fails(rq, tag_of(rq, json)))
		fail(rq, ERR_VERSION_MISMATCH);
	else /* the one on the table is there already, with all its tokens */
		return map->active ? c->before.map : map;
	return NULL;
}

static size_t queue_token(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]);
	size_t own = change_queue(rq, rq->ids[0]);

	db_queue(rq->db, &q_maps_token, id);
	db_queue(rq->db, &q_maps_map_of, id);
	return own;
}

/* What it says of its combatant now stays with it, whoever it is of next. */
static void leave_combatant(struct table_token *t, const struct table_encounter *live)
{
	const struct combatant *c = token_combatant(t, live);

	token_place(t, live, &t->x, &t->y);
	if (c)
		t->hidden = c->hidden;
}

/* All fields of the body but the place. */
static void change_token(struct request *rq, const struct map_change *c, size_t facts_at,
                         struct uuid image, struct table_token *t)
{
	const struct token_write *body = rq->body;
	const struct db_rows *facts = db_result(rq->db, facts_at);

	if (given(rq, "name"))
		t->name = body->name;
	if (given(rq, "image_url"))
		t->image = image;
	t->width = body->width ? body->width : t->width;
	t->height = body->height ? body->height : t->height;
	if (given(rq, "character_id")) {
		t->character_id = body->character_id;
		t->party = db_bool(facts, 0, FACT_PARTY);
	}
	if (given(rq, "combatant_id")) {
		leave_combatant(t, c->before.encounter);
		t->combatant_id = body->combatant_id;
		t->encounter_id = db_uuid(facts, 0, FACT_ENCOUNTER);
		if (!uuid_is_nil(t->combatant_id))
			t->hidden = db_bool(facts, 0, FACT_HIDDEN);
	}
	if (given(rq, "visible")) {
		t->visible = body->visible;
		t->hidden = t->hidden && !body->visible;
	}
}

/* Whether the body has more than a place. */
static bool is_more(const struct request *rq)
{
	const struct shape *shape = rq->route->body;
	bool more = false;

	for (size_t i = 0; i < shape->count; i++)
		more = more || (given(rq, shape->fields[i].name) &&
		                strcmp(shape->fields[i].name, "x") != 0 &&
		                strcmp(shape->fields[i].name, "y") != 0);
	return more;
}

int token_patch(struct request *rq)
{
	const struct token_write *body = rq->body;
	size_t own = queue_token(rq);
	struct table_map *map;
	struct table_token t;
	struct map_change c = {0};
	struct uuid image;
	bool moved, played;
	int32_t x, y;

	if (change_image(rq, "/image_url", body->image_url, &image))
		return rq->answer->status;
	queue_facts(rq, rq->ids[0], image);
	map = open_token(rq, &c, own, &t);
	if (!map)
		return rq->answer->status;
	if (c.role != MEMBER_DM && dm_fields(rq))
		return fail(rq, ERR_TOKEN_NOT_YOURS);
	if (check_facts(rq, own + 2, image))
		return rq->answer->status;
	token_place(&t, c.before.encounter, &x, &y);
	moved = given(rq, "x") || given(rq, "y");
	x = given(rq, "x") ? body->x : x;
	y = given(rq, "y") ? body->y : y;
	/* Of a running fight's combatant it is a move. */
	played = moved && token_combatant(&t, c.before.encounter);
	change_token(rq, &c, own + 2, image, &t);
	if (!token_fits(&t, x, y, map->width, map->height))
		return off_the_map(rq, map);
	if (played) {
		struct table_encounter after;

		if (is_more(rq))
			return fail_field(
			    rq, given(rq, "x") ? "/x" : "/y", "NOT_ALLOWED",
			    STR("is a move of its combatant: send x and y by themselves"));
		if (play_move(rq, &c, &t, x, y, &after))
			return rq->answer->status;
		return answer_token(rq, 200, token_json(rq, &c, map, &t, &after));
	}
	t.x = moved ? x : t.x;
	t.y = moved ? y : t.y;
	tie(rq, &c, map, &t);
	queue_put(rq, map, &t);
	queue_link(rq, &c, &t);
	map = with_token(map, &t, false, rq->arena);
	change_show(&c, map);
	if (change_commit(rq, &c, moved ? "token.moved" : "token.updated"))
		return rq->answer->status;
	return answer_token(rq, 200, token_json(rq, &c, map, &t, c.after.encounter));
}

int token_delete(struct request *rq)
{
	size_t own = queue_token(rq);
	struct table_map *map;
	struct table_token t;
	struct map_change c = {0};
	struct str json;

	map = open_token(rq, &c, own, &t);
	if (!map)
		return rq->answer->status;
	json = token_json(rq, &c, map, &t, c.before.encounter);
	db_queue(rq->db, &q_maps_delete_token, rq_uuid(rq, t.id));
	change_show(&c, with_token(map, &t, true, rq->arena));
	if (change_commit(rq, &c, "token.removed"))
		return rq->answer->status;
	return answer_json(rq, 200, json);
}
