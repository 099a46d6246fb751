#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/exchange.h"
#include "cgi/api/fields.h"

#include "common/base/poison.h"

struct encounter_patch {
	struct fields_seen seen;
	struct str name, notes;
};

static const struct field patch_fields[] = {
    FIELD(struct encounter_patch, name, FIELD_STR, 0, .min = 1, .max = 120, .doc = "A new name."),
    FIELD(struct encounter_patch, notes, FIELD_STR, FIELD_NULLABLE, .max = 20000,
          .doc = "New notes, for DMs only."),
};
const struct shape encounter_patch_shape =
    SHAPE_SEEN("EncounterPatch", struct encounter_patch, patch_fields);

/* What was asked, and what it takes the place of. */
static struct str logged(struct request *rq, const struct table_encounter *before)
{
	struct buf b = BUF(rq->arena);

	BUF_LIT(&b, "{\"asked\":");
	buf_put(&b, rq->body_text);
	BUF_LIT(&b, ",\"was\":{\"name\":");
	buf_json_str(&b, before->name);
	BUF_LIT(&b, ",\"notes\":");
	buf_json_str(&b, before->notes);
	BUF_LIT(&b, "}}");
	return buf_str(&b);
}

int encounter_patch(struct request *rq)
{
	const struct encounter_patch *body = rq->body;
	struct exchange x = {0};
	struct table_encounter after;
	enum db_error error;

	exchange_queue(rq, &x);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (exchange_begin(rq, &x))
		return rq->answer->status;
	after = *x.t.before;
	if (shape_seen(&encounter_patch_shape, body, "name"))
		after.name = body->name;
	if (shape_seen(&encounter_patch_shape, body, "notes"))
		after.notes = body->notes;
	return exchange_finish(rq, &x, &after,
	                       &(struct turnover_log){.type = "edit",
	                                              .event = "encounter.updated",
	                                              .move = logged(rq, x.t.before),
	                                              .dice = STR("{}")},
	                       STR(""), 200);
}
