/* JSON as what this importer reads, whatever format it looks like. */
#define READ read_dnd_beyond
#include "tests/fuzz/characters_one.h"
