/* RFC 8259, strictly: checked before a text is read, so that reading may trust it. */
#ifndef TABARD_JSON_SCAN_H
#define TABARD_JSON_SCAN_H

#include "common/base/str.h"

struct scan {
	size_t values;       /* in all, the one itself too */
	size_t at;           /* where it went wrong */
	const char *problem; /* what is wrong there, or NULL */
};

/* Checks that `text` is one JSON value and nothing else: UTF-8, no NUL character in any spelling, no
 * lone surrogate, at most JSON_DEPTH_MAX levels, numbers of at most 18 digits before and behind the
 * point, also when the exponent is written out. */
struct scan json_scan(struct str text);

/* A walk over the members of an object that json_scan has found good, for texts too large for a tree:
 * `rest` is the object at first. The key is as it is written, without its quotes. */
bool json_next_member(struct str *rest, struct str *key, struct str *value);
/* The same over an array of objects; ends at the first item that is none. */
bool json_next_object(struct str *rest, struct str *value);
/* Whether it ended where the array does. */
bool json_ended(struct str rest);

#endif
