#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/at.h"
#include "cgi/api/encounters/reading.h"
#include "common/table/view.h"

#include "common/base/poison.h"

/* As the table document has it; the validator is the viewer's version, then the hash of the view, which
 * settings change too. */
static int answer_encounter(struct request *rq, const struct reading *r)
{
	int32_t version = r->e->version[r->audience];
	struct doc *root = doc_root(rq->arena);
	struct buf b = BUF(rq->arena);

	view_encounter(r->e, &r->settings, r->audience, version, root, rq->arena);
	doc_write(&b, root);
	answer_etag(rq, arena_printf(rq->arena, "%d-%016llx", version,
	                             (unsigned long long)str_tag(buf_str(&b))));
	return answer_json(rq, 200, buf_str(&b));
}

int encounter_get(struct request *rq)
{
	struct reading r;
	size_t own = reading_queue(rq);
	bool past = at_queue(rq);

	if (reading_run(rq, &r) || (past && at_version(rq, db_result(rq->db, own), &r)))
		return rq->answer->status;
	return answer_encounter(rq, &r);
}
