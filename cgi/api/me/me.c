#include "cgi/api/me/me.h"

#include "cgi/api/departure.h"
#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

static const char *const live_status[] = {"active", "paused", NULL};
static const struct field live_fields[] = {
    ROW_ID("campaign_id", "The campaign."),
    ROW_ID("encounter_id", "The encounter that runs there."),
    ROW_STR("name", 120, "What it is called."),
    ROW_ENUM("status", live_status, "Whether it goes on or stands still."),
    ROW_ENUM("role", member_role_names, "The user's role in the campaign."),
};
static const struct shape live_shape = SHAPE_ROW("LiveEncounter", live_fields);
static const struct field live_item = {.kind = FIELD_OBJECT, .shape = &live_shape};

static const struct field unread_fields[] = {
    ROW_ID("campaign_id", "The campaign."),
    ROW_INT("messages", 1, 100, "How many messages of others the user has not read; 100 for more."),
};
static const struct shape unread_shape = SHAPE_ROW("Unread", unread_fields);
static const struct field unread_item = {.kind = FIELD_OBJECT, .shape = &unread_shape};

static const struct field user_fields[] = {
    ROW_ID("id", "The user."),
    ROW_STR("display_name", 80, "The name that others at the table see."),
    ROW("avatar_url", FIELD_STR, FIELD_REQUIRED | FIELD_NULLABLE, .max = 500,
        .doc = "A picture, or null."),
    ROW_RAW("preferences", "Whatever the front end keeps for this user."),
    ROW_BOOL("is_admin", "Whether the user administers this server."),
    ROW_TIME("created_at", "When the user was first seen."),
    ROW("live", FIELD_LIST, 0, .max = INT32_MAX, .item = &live_item,
        .doc = "The encounters that run in the user's campaigns now: where to go back to."),
    ROW("unread", FIELD_LIST, 0, .max = INT32_MAX, .item = &unread_item,
        .doc = "The user's campaigns with messages that the user has not read."),
};
const struct shape user_shape = SHAPE_ROW("User", user_fields);

int me_get(struct request *rq)
{
	enum db_error error = db_query(rq->db, &q_me_get, rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (!db_count(db_result(rq->db, 0)))
		return fail(rq, ERR_INTERNAL);
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 0);
}

enum { PREFERENCES_MAX = 16 * 1024 };

struct me_patch {
	struct str display_name, avatar_url, preferences;
	struct fields_seen seen;
};

static const struct field patch_fields[] = {
    FIELD(struct me_patch, display_name, FIELD_STR, 0, .min = 1, .max = 80,
          .doc = "The name that others at the table see."),
    FIELD(struct me_patch, avatar_url, FIELD_STR, FIELD_NULLABLE, .min = 1, .max = 500,
          .doc = "The https address of a picture; null for none."),
    FIELD(struct me_patch, preferences, FIELD_RAW, 0, .max = PREFERENCES_MAX,
          .doc = "A merge patch to the preferences: what is named changes, null removes."),
};
const struct shape me_patch_shape = SHAPE_SEEN("MePatch", struct me_patch, patch_fields);

static const struct field departed_fields[] = {
    ROW_ID("id", "The user who was. In what stays of others' tables it is \"someone who left\"."),
};
const struct shape departed_shape = SHAPE_ROW("Departed", departed_fields);

static const struct field part_item = {.kind = FIELD_RAW};
#define PART(name_, doc_)                                                                          \
	ROW(name_, FIELD_LIST, FIELD_REQUIRED, .max = INT32_MAX, .item = &part_item, .doc = (doc_))
static const struct field export_fields[] = {
    ROW_OBJECT("user", &user_shape, "The profile."),
    ROW_STR("subject", INT32_MAX, "Who the user is to the identity provider."),
    PART("campaigns", "Campaigns that the user is in, and as what."),
    PART("characters", "The user's characters, whole."),
    PART("changes", "What changed of those characters, and when."),
    PART("changed", "When the user changed other people's characters; what, their owners have."),
    PART("moves", "Moves that the user made in encounters."),
    PART("messages", "What the user wrote."),
    PART("whispers", "What others wrote to the user by name, and who."),
    PART("rolls", "What the user rolled, but for what only DMs may know."),
    PART("reads", "How far the user has read, by campaign."),
    PART("invites", "Invites that the user made."),
    PART("uploads", "What the user uploaded."),
    PART("handouts", "Hand-outs that the user wrote, or that name the user as a reader."),
    PART("simulations", "Simulations that the user ran, as an administrator."),
    PART("presence", "At which tables the user is or was, as far back as that is kept."),
    PART("keys", "Idempotency keys that the user's requests had, of the last day."),
};
const struct shape me_export_shape = SHAPE_ROW("MeExport", export_fields);

enum { RESULT_PERSON = 1, RESULT_CURRENT = 4 };
enum { COLUMN_NAME, COLUMN_PREFERENCES };

static int check_patch(struct request *rq, const struct me_patch *body)
{
	if (shape_seen(&me_patch_shape, body, "display_name") && !str_trim(body->display_name).n)
		return fail_field(rq, "/display_name", "NOT_ALLOWED",
		                  STR("must have something in it that can be seen"));
	/* What browsers would take for an address but run as a script never gets in. */
	if (body->avatar_url.n && !str_starts(body->avatar_url, STR("https://")))
		return fail_field(rq, "/avatar_url", "NOT_ALLOWED",
		                  STR("must begin with https://"));
	return 0;
}

/* The stored preferences with the patch merged in, in *merged; 0, or the answer's status. */
static int merge_preferences(struct request *rq, struct str patch, struct str *merged)
{
	struct str stored = db_str(db_result(rq->db, RESULT_CURRENT), 0, COLUMN_PREFERENCES);

	if (!json_merge_patch(stored, patch, rq->arena, merged, &rq->problems))
		return fail_problems(rq);
	if (merged->n > PREFERENCES_MAX)
		return fail_field(
		    rq, "/preferences", "OUT_OF_RANGE",
		    STR("must be at most 16 KiB when all of them are taken together"));
	return 0;
}

int me_patch(struct request *rq)
{
	const struct me_patch *body = rq->body;
	const char *user = rq_uuid(rq, rq->user_id), *name = NULL, *preferences = NULL;
	bool avatar = shape_seen(&me_patch_shape, body, "avatar_url");
	struct str merged;
	enum db_error error;

	if (check_patch(rq, body))
		return rq->answer->status;
	db_queue(rq->db, &q_db_begin);
	person_lock(rq, user);
	db_queue(rq->db, &q_me_current, user);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (!person_found(rq, RESULT_PERSON))
		return fail(rq, ERR_CONFLICT);
	if (shape_seen(&me_patch_shape, body, "display_name"))
		name = rq_str(rq, str_trim(body->display_name));
	if (body->preferences.n) {
		if (merge_preferences(rq, body->preferences, &merged))
			return rq->answer->status;
		preferences = rq_str(rq, merged);
	}
	db_queue(rq->db, &q_me_update, user, name, arg_bool(avatar),
	         body->avatar_url.n ? rq_str(rq, body->avatar_url) : NULL, preferences);
	db_queue(rq->db, &q_me_get, user);
	if (name)
		person_rename(rq, RESULT_PERSON, rq->user_id, str_of(name));
	else
		db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_row(rq, 200, db_result(rq->db, 1), 0, 0);
}

int me_delete(struct request *rq)
{
	if (person_leaves(rq, rq->user_id, true))
		return rq->answer->status;
	return answer_json(rq, 200,
	                   arena_printf(rq->arena, "{\"id\":\"%s\"}", rq_uuid(rq, rq->user_id)));
}

int me_export_get(struct request *rq)
{
	enum db_error error = db_query(rq->db, &q_me_export, rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 0);
}
