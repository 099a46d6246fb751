#include "cgi/api/refusal.h"

#include "common/base/poison.h"

int fail_refusal(struct request *rq, enum rule_error error, struct uuid about)
{
	const struct rule_error_row *row = &rule_errors[error];

	if (error == RULE_DM_ONLY)
		return fail(rq, ERR_FORBIDDEN);
	if (error == RULE_NOT_YOURS)
		return fail_with(rq, ERR_NOT_YOURS, "combatant_id", str_of(rq_uuid(rq, about)));
	return fail_rule(rq, row->code, row->message, about);
}
