/* A move that the rules refuse, whichever route it came by. */
#ifndef TABARD_API_REFUSAL_H
#define TABARD_API_REFUSAL_H

#include "cgi/api/app.h"
#include "common/rules/rule_errors.h"

/* 403 for who may not, else 422 with the rule's own code. */
int fail_refusal(struct request *rq, enum rule_error error, struct uuid about);

#endif
