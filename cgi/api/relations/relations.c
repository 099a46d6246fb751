#include "cgi/api/relations/relations.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

enum { NAME_MAX_POINTS = 120, TEXT_MAX = 10000, PATH_ROWS = 100 };

static const char *const kind_names[] = {"person", "place", "faction", NULL};
static const char *const visibility_names[] = {"dm", "party", NULL};
static const char *const direction_names[] = {"out", "in", NULL};

struct node_write {
	int32_t kind, visibility;
	struct str name, text;
	struct fields_seen seen;
};

#define VISIBILITY_DOC "Who sees it: dm, or party for every member. dm when not given."
#define NODE_FIELDS(flags_)                                                                        \
	FIELD(struct node_write, kind, FIELD_ENUM, (flags_), .names = kind_names,                  \
	      .doc = "What it is."),                                                               \
	    FIELD(struct node_write, name, FIELD_STR, (flags_), .min = 1, .max = NAME_MAX_POINTS,  \
	          .doc = "What it is called."),                                                    \
	    FIELD(struct node_write, text, FIELD_STR, 0, .max = TEXT_MAX,                          \
	          .doc = "What there is to know."),                                                \
	    FIELD(struct node_write, visibility, FIELD_ENUM, 0, .names = visibility_names,         \
	          .doc = VISIBILITY_DOC)

static const struct field node_create_fields[] = {NODE_FIELDS(FIELD_REQUIRED)};
const struct shape node_create_shape =
    SHAPE_SEEN("RelationNodeCreate", struct node_write, node_create_fields);
static const struct field node_patch_fields[] = {NODE_FIELDS(0)};
const struct shape node_patch_shape =
    SHAPE_SEEN("RelationNodePatch", struct node_write, node_patch_fields);

static const struct field node_fields[] = {
    ROW_ID("id", "The node."),
    ROW_ID("campaign_id", "Its campaign."),
    ROW_ENUM("kind", kind_names, "What it is."),
    ROW_STR("name", NAME_MAX_POINTS, "What it is called."),
    ROW_STR("text", TEXT_MAX, "What there is to know."),
    ROW_ENUM("visibility", visibility_names, "Who sees it."),
    ROW_TIME("created_at", "When it was made."),
};
const struct shape node_shape = SHAPE_ROW("RelationNode", node_fields);

struct tie_write {
	struct uuid from_id, to_id;
	struct str label;
	int32_t visibility;
	struct fields_seen seen;
};

#define TIE_FIELDS(flags_)                                                                         \
	FIELD(struct tie_write, label, FIELD_STR, (flags_), .min = 1, .max = NAME_MAX_POINTS,      \
	      .doc = "What the one is to the other: serves, hates, lies in."),                     \
	    FIELD(struct tie_write, visibility, FIELD_ENUM, 0, .names = visibility_names,          \
	          .doc = VISIBILITY_DOC " Whoever does not see both ends does not see the tie.")

static const struct field tie_create_fields[] = {
    FIELD(struct tie_write, from_id, FIELD_UUID, FIELD_REQUIRED, .doc = "The node it starts at."),
    FIELD(struct tie_write, to_id, FIELD_UUID, FIELD_REQUIRED, .doc = "The node it leads to."),
    TIE_FIELDS(FIELD_REQUIRED),
};
const struct shape tie_create_shape =
    SHAPE_SEEN("RelationTieCreate", struct tie_write, tie_create_fields);
static const struct field tie_patch_fields[] = {TIE_FIELDS(0)};
const struct shape tie_patch_shape =
    SHAPE_SEEN("RelationTiePatch", struct tie_write, tie_patch_fields);

static const struct field tie_fields[] = {
    ROW_ID("id", "The tie."),
    ROW_ID("campaign_id", "Its campaign."),
    ROW_ID("from_id", "The node it starts at."),
    ROW_ID("to_id", "The node it leads to."),
    ROW_STR("label", NAME_MAX_POINTS, "What the one is to the other."),
    ROW_ENUM("visibility", visibility_names, "Who sees it, if they see both ends."),
    ROW_TIME("created_at", "When it was made."),
};
const struct shape tie_shape = SHAPE_ROW("RelationTie", tie_fields);

static const struct field neighbour_fields[] = {
    ROW_ID("tie_id", "The tie."),
    ROW_STR("label", NAME_MAX_POINTS, "What the one is to the other."),
    ROW_ENUM("direction", direction_names, "Whether the tie leads out to the neighbour or in."),
    ROW_ID("node_id", "The neighbour."),
    ROW_ENUM("kind", kind_names, "What it is."),
    ROW_STR("name", NAME_MAX_POINTS, "What it is called."),
};
const struct shape neighbour_shape = SHAPE_ROW("RelationNeighbour", neighbour_fields);

struct path_query {
	struct uuid from, to;
	struct fields_seen seen;
};

static const struct field path_query_fields[] = {
    FIELD(struct path_query, from, FIELD_UUID, FIELD_REQUIRED, .doc = "The node to start at."),
    FIELD(struct path_query, to, FIELD_UUID, FIELD_REQUIRED, .doc = "The node to get to."),
};
const struct shape path_query_shape =
    SHAPE_SEEN("RelationPathQuery", struct path_query, path_query_fields);

static const struct field path_step_fields[] = {
    ROW_ID("node_id", "A node on the way."),
    ROW_ENUM("kind", kind_names, "What it is."),
    ROW_STR("name", NAME_MAX_POINTS, "What it is called."),
    ROW("tie_id", FIELD_UUID, 0, .doc = "The tie to the next one; absent at the end."),
    ROW("label", FIELD_STR, 0, .max = NAME_MAX_POINTS, .doc = "What that tie says."),
};
const struct shape path_step_shape = SHAPE_ROW("RelationPathStep", path_step_fields);

/* The name of an enum field, or NULL where the body does not have it. */
static const char *name_or_null(struct request *rq, const char *field, const char *const *names,
                                int32_t value)
{
	return shape_seen(rq->route->body, rq->body, field) ? names[value] : NULL;
}

static const char *text_or_null(struct request *rq, const char *field, struct str value)
{
	return shape_seen(rq->route->body, rq->body, field) ? rq_str(rq, value) : NULL;
}

/* A statement that begins with the role and has the row behind it, or nulls where nothing was done. */
static int answer_one(struct request *rq, int status, enum db_error error, enum api_error missing,
                      enum api_error undone)
{
	const struct db_rows *rows;

	if (error == DB_REFUSED) {
		bool to = str_eq(str_of(db_constraint(rq->db)), STR("relation_ties_to"));

		return fail_field(rq, to ? "/to_id" : "/from_id", "NOT_ALLOWED",
		                  STR("must be two different nodes of the campaign"));
	}
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, missing))
		return rq->answer->status;
	return db_null(rows, 0, 1) ? fail(rq, undone) : answer_row(rq, status, rows, 0, 1);
}

int nodes_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_relations_nodes, ERR_CAMPAIGN_NOT_FOUND);
}

int ties_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_relations_ties, ERR_CAMPAIGN_NOT_FOUND);
}

int neighbours_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_relations_neighbours, ERR_RELATION_NOT_FOUND);
}

int nodes_post(struct request *rq)
{
	const struct node_write *body = rq->body;
	struct uuid id = uuid_v7();
	enum db_error error = db_query(
	    rq->db, &q_relations_node_create, rq_uuid(rq, id), rq_uuid(rq, rq->ids[0]),
	    rq_uuid(rq, rq->user_id), least_role(rq), kind_names[body->kind],
	    rq_str(rq, body->name), rq_str(rq, body->text), visibility_names[body->visibility]);

	answer_location(rq, "relations/nodes", id);
	return answer_one(rq, 201, error, ERR_CAMPAIGN_NOT_FOUND, ERR_RELATIONS_FULL);
}

int ties_post(struct request *rq)
{
	const struct tie_write *body = rq->body;
	enum db_error error = db_query(
	    rq->db, &q_relations_tie_create, rq_uuid(rq, uuid_v7()), rq_uuid(rq, rq->ids[0]),
	    rq_uuid(rq, rq->user_id), least_role(rq), rq_uuid(rq, body->from_id),
	    rq_uuid(rq, body->to_id), rq_str(rq, body->label), visibility_names[body->visibility]);

	return answer_one(rq, 201, error, ERR_CAMPAIGN_NOT_FOUND, ERR_RELATIONS_FULL);
}

int node_get(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_relations_node, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	return answer_one(rq, 200, error, ERR_RELATION_NOT_FOUND, ERR_RELATION_NOT_FOUND);
}

int node_patch(struct request *rq)
{
	const struct node_write *body = rq->body;
	enum db_error error =
	    db_query(rq->db, &q_relations_node_update, rq_uuid(rq, rq->ids[0]),
	             rq_uuid(rq, rq->user_id), name_or_null(rq, "kind", kind_names, body->kind),
	             text_or_null(rq, "name", body->name), text_or_null(rq, "text", body->text),
	             name_or_null(rq, "visibility", visibility_names, body->visibility));

	return answer_one(rq, 200, error, ERR_RELATION_NOT_FOUND, ERR_CONFLICT);
}

int tie_patch(struct request *rq)
{
	const struct tie_write *body = rq->body;
	enum db_error error =
	    db_query(rq->db, &q_relations_tie_update, rq_uuid(rq, rq->ids[0]),
	             rq_uuid(rq, rq->user_id), text_or_null(rq, "label", body->label),
	             name_or_null(rq, "visibility", visibility_names, body->visibility));

	return answer_one(rq, 200, error, ERR_RELATION_NOT_FOUND, ERR_CONFLICT);
}

static int delete_one(struct request *rq, const struct db_query *query)
{
	enum db_error error =
	    db_query(rq->db, query, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	return answer_one(rq, 200, error, ERR_RELATION_NOT_FOUND, ERR_CONFLICT);
}

int node_delete(struct request *rq)
{
	return delete_one(rq, &q_relations_node_delete);
}

int tie_delete(struct request *rq)
{
	return delete_one(rq, &q_relations_tie_delete);
}

int path_get(struct request *rq)
{
	const struct path_query *query = rq->query;
	const struct db_rows *rows;
	enum db_error error;

	if (uuid_is_nil(query->from) || uuid_is_nil(query->to))
		return fail_field(rq, uuid_is_nil(query->from) ? "from" : "to", "REQUIRED",
		                  STR("must be a node's id"));
	error =
	    db_query(rq->db, &q_relations_path, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id),
	             rq_uuid(rq, query->from), rq_uuid(rq, query->to));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (!db_bool(rows, 0, 1))
		return fail(rq, ERR_RELATION_NOT_FOUND);
	return answer_list(rq, rows, 2, PATH_ROWS);
}
