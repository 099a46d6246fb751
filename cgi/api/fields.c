#include "cgi/api/fields.h"

#include "common/base/poison.h"

static const struct field list_fields[] = {LIST_FIELDS(struct list_query)};
const struct shape list_query_shape = SHAPE("ListQuery", struct list_query, list_fields);

const char *const member_role_names[] = {"observer", "player", "dm", NULL};
const char *const ruleset_choice[] = {"2014", "2024", NULL};
