#include "cgi/api/departure.h"

#include "cgi/api/people.h"
#include "common/base/clock.h"
#include "common/table/announce.h"
#include "common/table/presence.h"
#include "queries.h"

#include "common/base/poison.h"

/* Of q_api_person_standing. */
enum { COLUMN_CAMPAIGN, COLUMN_NAME, COLUMN_STAYS, COLUMN_OWNS };

static const char nobody[] = "someone who left";

void person_lock(struct request *rq, const char *user)
{
	db_queue(rq->db, &q_api_person, user);
	db_queue(rq->db, &q_api_person_campaigns, user);
	db_queue(rq->db, &q_api_person_standing, user);
}

bool person_found(const struct request *rq, size_t first)
{
	return db_count(db_result(rq->db, first)) > 0;
}

static const struct db_rows *standing(const struct request *rq, size_t first)
{
	return db_result(rq->db, first + 2);
}

/* Campaigns as an array for SQL: those where the person stays, those where not, or all of them. */
enum which { WHICH_LEFT, WHICH_KEPT, WHICH_ALL };

static const char *campaigns(struct request *rq, const struct db_rows *rows, enum which which)
{
	struct buf b = BUF(rq->arena);

	for (size_t i = 0; i < db_count(rows); i++) {
		if (which != WHICH_ALL && db_bool(rows, i, COLUMN_STAYS) != (which == WHICH_KEPT))
			continue;
		buf_putc(&b, b.n ? ',' : '{');
		buf_put(&b, db_str(rows, i, COLUMN_CAMPAIGN));
	}
	if (!b.n)
		buf_putc(&b, '{');
	buf_putc(&b, '}');
	return rq_str(rq, buf_str(&b));
}

/* The bytes of an event that is the same for everyone at all of those tables. */
static const char *event(struct request *rq, const char *type, struct uuid by,
                         const struct doc *patch)
{
	const struct announcement news = {
	    .type = {type, type},
	    .at = clock_rfc3339(clock_ms(), rq->arena),
	    .by = by,
	    .patch = {patch, patch},
	};

	return announce_bytes(&news, AUDIENCE_PARTY, rq->arena);
}

static const struct doc *name_patch(struct request *rq, struct uuid user, struct str name)
{
	struct doc *root = doc_root(rq->arena);
	struct doc *members = doc_object(rq->arena, root, STR("members"));
	struct doc *member = doc_object(rq->arena, members, doc_id(rq->arena, user));

	doc_text(rq->arena, member, STR("display_name"), name);
	return root;
}

static const struct doc *gone_patch(struct request *rq, struct uuid user)
{
	struct doc *root = doc_root(rq->arena);
	struct doc *members = doc_object(rq->arena, root, STR("members"));

	doc_object(rq->arena, members, doc_id(rq->arena, user))->kind = DOC_REMOVED;
	view_nobody(root, user, rq->arena);
	return root;
}

void person_rename(struct request *rq, size_t first, struct uuid user, struct str name)
{
	const char *all = campaigns(rq, standing(rq, first), WHICH_ALL);

	db_queue(rq->db, &q_api_tell, all, "member.updated",
	         event(rq, "member.updated", user, name_patch(rq, user, name)), NULL);
	db_queue(rq->db, &q_db_commit);
	db_queue(rq->db, &q_api_tell_doorbells, all);
}

/* 409 with the campaigns that have to be handed over, if there are any. */
static int check_owned(struct request *rq, const struct db_rows *rows)
{
	struct buf b = BUF(rq->arena);
	size_t owned = 0;

	BUF_LIT(&b, "{\"campaigns\":[");
	for (size_t i = 0; i < db_count(rows); i++) {
		if (!db_bool(rows, i, COLUMN_OWNS))
			continue;
		buf_printf(&b, "%s{\"id\":\"%.*s\",\"name\":", owned++ ? "," : "",
		           STR_ARG(db_str(rows, i, COLUMN_CAMPAIGN)));
		buf_json_str(&b, db_str(rows, i, COLUMN_NAME));
		buf_putc(&b, '}');
	}
	BUF_LIT(&b, "]}");
	return owned ? fail_details(rq, ERR_OWNS_CAMPAIGNS, buf_str(&b)) : 0;
}

int person_leaves(struct request *rq, struct uuid user, bool willing)
{
	const char *id = rq_uuid(rq, user), *left, *kept, *all;
	const struct db_rows *rows;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	person_lock(rq, id);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	if (!person_found(rq, 1))
		return fail(rq, ERR_USER_NOT_FOUND);
	rows = standing(rq, 1);
	if (willing && check_owned(rq, rows))
		return rq->answer->status;
	left = campaigns(rq, rows, WHICH_LEFT);
	kept = campaigns(rq, rows, WHICH_KEPT);
	all = campaigns(rq, rows, WHICH_ALL);

	db_queue(rq->db, &q_api_leave_names, id);
	db_queue(rq->db, &q_api_leave_campaigns, id);
	db_queue(rq->db, &q_api_leave_characters, id);
	db_queue(rq->db, &q_api_leave_members, id, left);
	db_queue(rq->db, &q_api_leave_keys, id);
	db_queue(rq->db, &q_api_leave_user, id,
	         willing ? session_text(&rq->claims, rq->arena) : NULL);
	db_queue(rq->db, &q_api_tell, left, "member.left",
	         event(rq, "member.left", user, gone_patch(rq, user)), id);
	db_queue(rq->db, &q_api_tell, kept, "member.updated",
	         event(rq, "member.updated", user, name_patch(rq, user, str_of(nobody))), NULL);
	db_queue(rq->db, &q_db_commit);
	db_queue(rq->db, &q_api_tell_doorbells, all);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	people_forget(rq->app->people, user);
	return 0;
}
