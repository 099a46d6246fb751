/* JSON as what this importer reads, whatever format it looks like. */
#define READ read_foundry
#include "tests/fuzz/characters_one.h"
