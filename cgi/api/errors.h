/* Every error an answer can carry, by name. */
#ifndef TABARD_API_ERRORS_H
#define TABARD_API_ERRORS_H

#include "common/base/buf.h"

enum api_error {
	ERR_VALIDATION,
	ERR_TOKEN_MISSING,
	ERR_TOKEN_INVALID,
	ERR_TOKEN_EXPIRED,
	ERR_FORBIDDEN,
	ERR_NOT_YOURS,
	ERR_ROUTE_NOT_FOUND,
	ERR_CAMPAIGN_NOT_FOUND,
	ERR_CHARACTER_NOT_FOUND,
	ERR_ENCOUNTER_NOT_FOUND,
	ERR_INVITE_NOT_FOUND,
	ERR_ENTRY_NOT_FOUND,
	ERR_ITEM_NOT_FOUND,
	ERR_MOVE_NOT_FOUND,
	ERR_VERSION_NOT_FOUND,
	ERR_METHOD_NOT_ALLOWED,
	ERR_ENCOUNTER_ALREADY_ACTIVE,
	ERR_CHARACTER_IN_OTHER_CAMPAIGN,
	ERR_CHARACTER_IN_ENCOUNTER,
	ERR_CHARACTER_LEFT,
	ERR_NOTHING_TO_UNDO,
	ERR_NOTHING_TO_REDO,
	ERR_LATER_MOVES_DIFFER,
	ERR_CONFLICT,
	ERR_INVITE_GONE,
	ERR_VERSION_MISMATCH,
	ERR_TOO_LARGE,
	ERR_MEDIA_TYPE,
	ERR_KEY_REUSED,
	ERR_UNAVAILABLE,
	ERR_INTERNAL,
	API_ERRORS,
};

struct error_row {
	int status;
	const char *code;    /* stable */
	const char *message; /* what to do about it */
};
extern const struct error_row error_rows[API_ERRORS];

/* The schema of the error envelope, for the OpenAPI document. */
void error_schema(struct buf *b);

#endif
