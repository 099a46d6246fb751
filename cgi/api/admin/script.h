/* What a simulation does, step by step. */
#ifndef TABARD_API_SCRIPT_H
#define TABARD_API_SCRIPT_H

#include "common/http/http.h"

/* Path, body and wanted text may name what earlier steps have kept: {campaign}. */
struct script_step {
	const char *does;
	enum http_method method;
	const char *path, *body;
	int status; /* of the answer */
	const char *
	    keep; /* under which name: whom the move let join, or the id of what was made; NULL: nothing */
	const char *wanted; /* what the answer must have in it; NULL: nothing in particular */
};
extern const struct script_step script[];
extern const size_t script_steps;

#endif
