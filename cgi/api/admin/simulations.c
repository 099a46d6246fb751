#include "cgi/api/admin/admin.h"

#include "cgi/api/admin/script.h"
#include "cgi/api/cors.h"
#include "cgi/api/dispatch.h"
#include "cgi/api/fields.h"
#include "common/base/clock.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field step_fields[] = {
    ROW_INT("step", 1, INT32_MAX, "Its number."),
    ROW_STR("does", 200, "What was tried."),
    ROW_INT("status", 0, 599, "The status of the answer."),
    ROW_INT("ms", 0, INT32_MAX, "How long that took, in milliseconds."),
    ROW_BOOL("ok", "Whether the answer was the right one."),
    ROW("answer", FIELD_RAW, 0, .doc = "The answer, when it was not."),
};
static const struct shape step_shape = SHAPE_ROW("SimulationStep", step_fields);
static const struct field step_item = {.kind = FIELD_OBJECT, .shape = &step_shape};

static const struct field simulation_fields[] = {
    ROW_ID("id", "The simulation."),
    ROW_ID("by", "Who started it."),
    ROW_TIME("started_at", "When it began."),
    ROW("finished_at", FIELD_TIME, 0, .doc = "When it was over; absent while it runs."),
    ROW("ok", FIELD_BOOL, 0, .doc = "Whether every step had the right answer."),
    ROW("steps", FIELD_LIST, FIELD_REQUIRED, .max = INT32_MAX, .item = &step_item,
        .doc = "What it did."),
};
const struct shape simulation_shape = SHAPE_ROW("Simulation", simulation_fields);

/* Names that the script gives to what it makes. */
enum { KEPT_MAX = 16 };
struct kept {
	struct str name, value;
};

struct simulation {
	struct request *rq;
	struct uuid id;
	struct kept kept[KEPT_MAX];
	size_t kept_count;
	struct arena scratch; /* of one step */
	struct buf steps;     /* JSON */
	bool ok;
};

/* What an answer tells that later steps need. */
struct answer {
	struct data {
		struct str id;
		int32_t version;
		struct list result; /* of struct uuid: whom it is about */
	} data;
};
#define OPEN_SHAPE(name_, type, table)                                                             \
	{                                                                                          \
		.name = (name_), .open = true, .size = sizeof(type), .seen = SHAPE_NO_SEEN,        \
		.fields = (table), .count = sizeof(table) / sizeof *(table)                        \
	}
static const struct field about_fields[] = {{.name = "combatant_id", .kind = FIELD_UUID}};
static const struct shape about_shape = OPEN_SHAPE("SimulationAbout", struct uuid, about_fields);
static const struct field about_item = {.kind = FIELD_OBJECT, .shape = &about_shape};
static const struct field data_fields[] = {
    FIELD(struct data, id, FIELD_STR, 0, .max = 100),
    FIELD(struct data, version, FIELD_INT, 0, .max = INT32_MAX),
    FIELD(struct data, result, FIELD_LIST, 0, .max = 10000, .item = &about_item,
          .item_size = sizeof(struct uuid)),
};
static const struct shape data_shape = OPEN_SHAPE("SimulationData", struct data, data_fields);
static const struct field answer_fields[] = {
    FIELD(struct answer, data, FIELD_OBJECT, 0, .shape = &data_shape),
};
static const struct shape answer_shape =
    OPEN_SHAPE("SimulationAnswer", struct answer, answer_fields);

static void keep(struct simulation *s, struct str name, struct str value)
{
	size_t i = 0;

	while (i < s->kept_count && !str_eq(s->kept[i].name, name))
		i++;
	if (i == KEPT_MAX)
		return;
	s->kept_count += i == s->kept_count;
	s->kept[i] = (struct kept){name, arena_str(s->rq->arena, value)};
}

/* The template with what is kept in the place of its names. */
static struct str filled(const struct simulation *s, struct arena *arena, const char *template)
{
	struct str text = str_of(template);
	struct buf b = BUF(arena);

	while (text.n) {
		size_t end = str_find(text, '}');
		bool put = false;

		for (size_t i = 0; text.p[0] == '{' && i < s->kept_count && !put; i++) {
			put = str_eq(str_sub(text, 1, end - 1), s->kept[i].name);
			if (put)
				buf_put(&b, s->kept[i].value);
		}
		if (!put)
			buf_putc(&b, text.p[0]);
		text = str_sub(text, put ? end + 1 : 1, text.n);
	}
	return buf_str(&b);
}

static bool has(struct str text, struct str wanted)
{
	return !wanted.n || memmem(text.p, text.n, wanted.p, wanted.n);
}

static void keep_answer(struct simulation *s, const struct script_step *step,
                        const struct http_answer *given)
{
	struct answer a = {0};
	struct problems problems = {0};
	const struct uuid *about;

	if (step->method == HTTP_GET || given->status >= 300 ||
	    !json_decode(given->body, &answer_shape, &s->scratch, &a, &problems))
		return;
	about = a.data.result.items;
	keep(s, STR("version"), arena_printf(&s->scratch, "%d", a.data.version));
	if (step->keep)
		keep(s, str_of(step->keep),
		     a.data.result.count ? str_of(arg_uuid(&s->scratch, about[0])) : a.data.id);
}

/* One line of what happens, to whoever watches; a watcher who has gone does not stop it. */
static void tell(struct simulation *s, const char *event, struct str data)
{
	http_write(s->rq->http,
	           arena_printf(&s->scratch, "event: %s\ndata: %.*s\n\n", event, STR_ARG(data)));
	http_flush(s->rq->http);
}

static bool play(struct simulation *s, size_t i)
{
	const struct script_step *step = &script[i];
	struct http_answer given = {0};
	struct buf b = BUF(&s->scratch);
	int64_t began = clock_monotonic_ms();
	bool ok;

	dispatch_inside(s->rq, step->method, filled(s, &s->scratch, step->path),
	                filled(s, &s->scratch, step->body), &s->scratch, &given);
	keep_answer(s, step, &given);
	ok = given.status == step->status &&
	     (!step->wanted || has(given.body, filled(s, &s->scratch, step->wanted)));
	buf_printf(&b, "{\"step\":%zu,\"does\":\"%s\",\"status\":%d,\"ms\":%lld,\"ok\":%s", i + 1,
	           step->does, given.status, (long long)(clock_monotonic_ms() - began),
	           ok ? "true" : "false");
	if (!ok)
		buf_printf(&b, ",\"answer\":%.*s", STR_ARG(given.body));
	buf_putc(&b, '}');
	buf_putc(&s->steps, s->steps.n ? ',' : '[');
	buf_put(&s->steps, buf_str(&b));
	tell(s, "step", buf_str(&b));
	return ok;
}

/* The campaign is noted as soon as it is there, so that it is found when this process dies. */
static bool note_campaign(struct simulation *s)
{
	struct str id = filled(s, s->rq->arena, "{campaign}");

	return db_query(s->rq->db, &q_admin_campaign, rq_uuid(s->rq, s->id), rq_str(s->rq, id)) ==
	       DB_OK;
}

static void run(struct simulation *s)
{
	s->ok = true;
	for (size_t i = 0; i < script_steps && s->ok; i++) {
		s->ok = play(s, i) && (i || note_campaign(s));
		arena_reset(&s->scratch);
	}
	buf_putc(&s->steps, ']');
	/* Each by itself: what came of it is kept even if something cannot be cleared away. */
	s->ok &= db_query(s->rq->db, &q_admin_clear, rq_uuid(s->rq, s->id)) == DB_OK;
	s->ok &= db_query(s->rq->db, &q_admin_finish, rq_uuid(s->rq, s->id), arg_bool(s->ok),
	                  rq_str(s->rq, buf_str(&s->steps))) == DB_OK;
	tell(s, "done",
	     arena_printf(&s->scratch, "{\"id\":\"%s\",\"ok\":%s}", rq_uuid(s->rq, s->id),
	                  s->ok ? "true" : "false"));
	arena_free(&s->scratch);
}

int simulations_post(struct request *rq)
{
	struct simulation s = {.rq = rq, .id = uuid_v7(), .steps = BUF(rq->arena)};
	enum db_error error =
	    db_query(rq->db, &q_admin_begin, rq_uuid(rq, rq->user_id), rq_uuid(rq, s.id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_FORBIDDEN))
		return rq->answer->status;
	rq->answer->status = 200;
	rq->answer->type = STR("text/event-stream");
	http_add_header(rq->answer, STR("Cache-Control: no-store"));
	http_add_header(rq->answer, STR("X-Accel-Buffering: no"));
	cors_finish(rq);
	http_begin(rq->http, rq->answer);
	run(&s);
	return 200;
}

int simulations_get(struct request *rq)
{
	return answer_admin_list(rq, &q_admin_list, NULL);
}
