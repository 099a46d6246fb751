/* Inside dice notation: the parser's place in the text. */
#ifndef TABARD_RULES_DICE_PARSER_H
#define TABARD_RULES_DICE_PARSER_H

#include "common/rules/dice_tree.h"

struct parser {
	struct str text;
	size_t at;
	struct arena *arena;
	struct dice_expression *expression;
	int depth;
	int64_t dice; /* that the text asks for */
	size_t d20s;  /* terms of d20 */
	struct dice_problem problem;
};

/* The words of the comparisons, in the order of enum selector_kind and enum binary. */
enum { COMPARISONS = 6 };
extern const char *const dice_comparisons[COMPARISONS];

/* Notes the problem and returns NULL, which every parse function hands on. */
void *parser_fail(struct parser *p, enum dice_error error, size_t at);

/* The character `ahead` of here in lower case; NUL past the end. */
char parser_peek(const struct parser *p, size_t ahead);
bool parser_digit(const struct parser *p);
bool parser_letter(const struct parser *p, size_t ahead);
void parser_blanks(struct parser *p);

/* Takes the word, in lower case, if it stands here. */
bool parser_take(struct parser *p, const char *word);
/* The index of the first of these words that stands here, taken, or `count`. */
size_t parser_take_any(struct parser *p, const char *const *words, size_t count);
/* Takes a number under 2^31; else fails. */
bool parser_take_number(struct parser *p, int32_t *out);

/* The operators behind the dice or the set that `node` is. */
bool parser_operators(struct parser *p, struct node *node);
/* Fails when a letter follows, which then is no operator. */
bool parser_operators_end(struct parser *p);

#endif
