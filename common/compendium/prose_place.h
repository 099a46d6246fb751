/* A walk through lower-case text, word by word; private to common/compendium. */
#ifndef TABARD_COMPENDIUM_PROSE_PLACE_H
#define TABARD_COMPENDIUM_PROSE_PLACE_H

#include "common/compendium/prose.h"

/* What fails to find what it looks for leaves it where it was. */
struct place {
	struct str text;
	size_t at;
};

bool place_digit(char c);
/* Where in the text `what` stands, from `from` on; text.n when nowhere. */
size_t place_find(struct str text, size_t from, struct str what);
bool place_has(struct str text, const char *what);
/* Past blanks, line breaks and the stars and lines of Markdown. */
void place_blanks(struct place *p);
/* Each past blanks first: those letters; a number; NdM, NdM+K or NdM - K, without its blanks. */
bool place_word(struct place *p, const char *what);
bool place_number(struct place *p, int64_t *out);
bool place_dice(struct place *p, struct arena *arena, struct str *out);

#endif
