#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/reversal.h"
#include "cgi/api/fields.h"

#include "common/base/poison.h"

struct undo {
	struct fields_seen seen;
	int32_t count, to_version;
	struct uuid move_id;
	bool dry_run, confirm;
};

enum { UNDO_MAX = 1000 };

static const struct field undo_fields[] = {
    FIELD(struct undo, count, FIELD_INT, 0, .min = 1, .max = UNDO_MAX,
          .doc = "How many of the last moves to take back; 1 when not given."),
    FIELD(struct undo, to_version, FIELD_INT, 0, .min = 1, .max = INT32_MAX,
          .doc = "Instead: every move after this version."),
    FIELD(struct undo, move_id, FIELD_UUID, 0, .doc = "Instead: this move, wherever it stands."),
    FIELD(struct undo, dry_run, FIELD_BOOL, 0,
          .doc = "Change nothing, and say which later moves would come out differently."),
    FIELD(struct undo, confirm, FIELD_BOOL, 0,
          .doc = "Go on although later moves come out differently."),
};
const struct shape undo_shape = SHAPE_SEEN("Undo", struct undo, undo_fields);

static const struct field redo_fields[] = {
    FIELD(struct undo, count, FIELD_INT, 0, .min = 1, .max = UNDO_MAX,
          .doc = "How many of the last undos to reverse; 1 when not given."),
    FIELD(struct undo, to_version, FIELD_INT, 0, .min = 1, .max = INT32_MAX,
          .doc = "Instead: every undo after this version."),
    FIELD(struct undo, move_id, FIELD_UUID, 0,
          .doc = "Instead: this move that was taken back, or this undo."),
    FIELD(struct undo, dry_run, FIELD_BOOL, 0,
          .doc = "Change nothing, and say which later moves would come out differently."),
    FIELD(struct undo, confirm, FIELD_BOOL, 0,
          .doc = "Go on although later moves come out differently."),
};
const struct shape redo_shape = SHAPE_SEEN("Redo", struct undo, redo_fields);

static int reverse(struct request *rq, enum reversal_kind kind)
{
	const struct undo *body = rq->body;
	bool named = !uuid_is_nil(body->move_id);

	if ((body->count > 0) + (body->to_version > 0) + named > 1)
		return fail_field(rq, "", "NOT_ALLOWED",
		                  STR("give at most one of count, to_version and move_id"));
	return reversal_post(rq, &(struct reversal){
	                             .kind = kind,
	                             .count = body->to_version || named ? 0
	                                      : body->count             ? body->count
	                                                                : 1,
	                             .to_version = body->to_version,
	                             .move_id = body->move_id,
	                             .dry_run = body->dry_run,
	                             .confirm = body->confirm,
	                         });
}

int undo_post(struct request *rq)
{
	return reverse(rq, REVERSAL_UNDO);
}

int redo_post(struct request *rq)
{
	return reverse(rq, REVERSAL_REDO);
}
