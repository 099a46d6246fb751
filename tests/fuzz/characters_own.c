/* JSON as our own character. */
#include "common/json/any.h"

#define READ read_tabard
#define PARSE any_parse
#include "tests/fuzz/characters_one.h"
