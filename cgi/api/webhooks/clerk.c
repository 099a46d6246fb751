#include "cgi/api/webhooks/webhooks.h"

#include "cgi/api/departure.h"
#include "cgi/api/fields.h"
#include "cgi/api/people.h"
#include "queries.h"

#include "common/base/poison.h"

enum { TEXT_MAX = 2000, DATA_MAX = 256 * 1024, AVATAR_MAX = 500 };

/* Of what Clerk sends, all that is of interest here. */
struct news {
	struct str type, data;
};

static const struct field news_fields[] = {
    FIELD(struct news, type, FIELD_STR, FIELD_REQUIRED, .max = TEXT_MAX, .doc = "What happened."),
    FIELD(struct news, data, FIELD_RAW, FIELD_REQUIRED, .max = DATA_MAX, .doc = "To whom."),
};
static const struct shape news_shape = {.name = "ClerkNews",
                                        .open = true,
                                        .size = sizeof(struct news),
                                        .seen = SHAPE_NO_SEEN,
                                        .fields = news_fields,
                                        .count = sizeof news_fields / sizeof *news_fields};

struct person {
	struct str id, first_name, last_name, username, image_url;
	int64_t updated_at; /* milliseconds by the provider's clock; 0 when it does not say */
};

#define TEXT(name_)                                                                                \
	FIELD(struct person, name_, FIELD_STR, FIELD_NULLABLE, .max = TEXT_MAX, .doc = "")
static const struct field person_fields[] = {
    TEXT(id),
    TEXT(first_name),
    TEXT(last_name),
    TEXT(username),
    TEXT(image_url),
    FIELD(struct person, updated_at, FIELD_LONG, FIELD_NULLABLE, .max = INT64_MAX, .doc = "")};
static const struct shape person_shape = {.name = "ClerkPerson",
                                          .open = true,
                                          .size = sizeof(struct person),
                                          .seen = SHAPE_NO_SEEN,
                                          .fields = person_fields,
                                          .count = sizeof person_fields / sizeof *person_fields};

static const struct field taken_fields[] = {
    ROW_BOOL("taken", "Whether it was new, and about something that is of interest here."),
};
const struct shape webhook_taken_shape = SHAPE_ROW("WebhookTaken", taken_fields);

enum { RESULT_PERSON = 1, RESULT_USER = 4 };
enum { COLUMN_ID, COLUMN_OWN_PROFILE, COLUMN_NAME, COLUMN_PROFILE_AT };

static struct str name_of(struct request *rq, const struct person *p)
{
	struct str name =
	    arena_printf(rq->arena, "%.*s %.*s", STR_ARG(p->first_name), STR_ARG(p->last_name));

	name = str_trim(name);
	return people_name(name.n ? name : p->username);
}

static const char *avatar_of(struct request *rq, const struct person *p)
{
	bool good = str_starts(p->image_url, STR("https://")) &&
	            str_utf8_length(p->image_url) <= AVATAR_MAX;

	return good ? rq_str(rq, p->image_url) : NULL;
}

static const char *updated(struct request *rq, const struct person *p)
{
	return p->updated_at ? rq_int(rq, p->updated_at) : NULL;
}

/* What the provider says of a profile counts until its person has edited it here. */
static int update(struct request *rq, struct uuid user, const struct person *p)
{
	const char *id = rq_uuid(rq, user);
	struct str name = name_of(rq, p);
	const struct db_rows *rows;
	enum db_error error;
	bool renamed;

	db_queue(rq->db, &q_db_begin);
	person_lock(rq, id);
	db_queue(rq->db, &q_webhooks_user, rq_str(rq, p->id));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	rows = db_result(rq->db, RESULT_USER);
	if (!person_found(rq, RESULT_PERSON) || !db_count(rows) ||
	    db_bool(rows, 0, COLUMN_OWN_PROFILE) ||
	    (p->updated_at && p->updated_at < db_int(rows, 0, COLUMN_PROFILE_AT)))
		return db_query(rq->db, &q_db_commit) ? fail(rq, ERR_INTERNAL) : 0;
	renamed = !str_eq(db_str(rows, 0, COLUMN_NAME), name);

	db_queue(rq->db, &q_webhooks_update, id, rq_str(rq, name), avatar_of(rq, p),
	         updated(rq, p));
	if (renamed)
		person_rename(rq, RESULT_PERSON, user, name);
	else
		db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_CONFLICT) : 0;
}

static int create(struct request *rq, const struct person *p)
{
	enum db_error error =
	    db_query(rq->db, &q_webhooks_create, rq_uuid(rq, uuid_v7()), rq_str(rq, p->id),
	             rq_str(rq, name_of(rq, p)), avatar_of(rq, p), updated(rq, p));

	return error ? fail_db(rq, error, ERR_CONFLICT) : 0;
}

static int note_departure(struct request *rq, const struct person *p)
{
	enum db_error error = db_query(rq->db, &q_webhooks_gone, rq_str(rq, p->id));

	return error ? fail_db(rq, error, ERR_CONFLICT) : 0;
}

/* 0 when there is nothing left to do, or the answer's status. `user` is nil for one who is not known yet. */
static int act(struct request *rq, struct str type, struct uuid user, const struct person *p)
{
	if (str_eq(type, STR("user.deleted")))
		return uuid_is_nil(user) ? note_departure(rq, p) : person_leaves(rq, user, false);
	return uuid_is_nil(user) ? create(rq, p) : update(rq, user, p);
}

static bool of_interest(struct str type)
{
	return str_eq(type, STR("user.created")) || str_eq(type, STR("user.updated")) ||
	       str_eq(type, STR("user.deleted"));
}

static int taken(struct request *rq, bool was)
{
	return answer_json(rq, 200, was ? STR("{\"taken\":true}") : STR("{\"taken\":false}"));
}

/* Every step can be done twice, so a delivery is noted when all of them are done. */
int clerk_post(struct request *rq)
{
	const char *id = rq_str(rq, http_header(rq->http, "HTTP_SVIX_ID"));
	struct news news = {0};
	struct person person = {0};
	struct uuid user = {{0}};
	enum db_error error;

	if (!json_decode(rq->body_text, &news_shape, rq->arena, &news, &rq->problems) ||
	    !json_decode(news.data, &person_shape, rq->arena, &person, &rq->problems))
		return fail_problems(rq);
	if (!of_interest(news.type))
		return taken(rq, false);
	if (!auth_subject_usable(person.id))
		return fail_field(rq, "/data/id", "NOT_ALLOWED", STR("must name a user"));
	db_queue(rq->db, &q_webhooks_known, id);
	db_queue(rq->db, &q_webhooks_user, rq_str(rq, person.id));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (db_count(db_result(rq->db, 0)))
		return taken(rq, false);
	if (db_count(db_result(rq->db, 1)))
		user = db_uuid(db_result(rq->db, 1), 0, COLUMN_ID);
	if (act(rq, news.type, user, &person))
		return rq->answer->status;
	error = db_query(rq->db, &q_webhooks_take, id);
	return error ? fail_db(rq, error, ERR_INTERNAL) : taken(rq, true);
}
