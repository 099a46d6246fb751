/* Inside dice notation: what the parser makes of a text. */
#ifndef TABARD_RULES_DICE_TREE_H
#define TABARD_RULES_DICE_TREE_H

#include "common/rules/dice_notation.h"

enum selector_kind {
	SELECT_EQUAL,
	SELECT_NOT_EQUAL,
	SELECT_AT_LEAST,
	SELECT_AT_MOST,
	SELECT_ABOVE,
	SELECT_BELOW,
	SELECT_HIGHEST,
	SELECT_LOWEST,
};

/* Which dice: those whose value compares so with `number`, or the `number` highest or lowest. */
struct selector {
	enum selector_kind kind;
	int32_t number;
	struct selector *next; /* of a union */
};

enum operator_kind {
	OP_KEEP,
	OP_DROP,
	OP_REROLL,
	OP_REROLL_ONCE,
	OP_ADD_ONE,
	OP_EXPLODE,
	OP_AT_LEAST,
	OP_AT_MOST,
	OP_COUNT,
};

struct dice_operator {
	enum operator_kind kind;
	struct selector *selectors;
	int32_t number; /* OP_AT_LEAST, OP_AT_MOST */
	struct dice_operator *next;
};

enum node_kind {
	NODE_NUMBER, /* number */
	NODE_NAME,   /* text */
	NODE_DICE,   /* number, faces, operators, text */
	NODE_SET,    /* first, operators, text, brace */
	NODE_NEGATE, /* left */
	NODE_BINARY, /* left, what, right */
};

enum binary {
	BINARY_ADD,
	BINARY_SUBTRACT,
	BINARY_MULTIPLY,
	BINARY_FLOOR_DIVIDE,
	BINARY_DIVIDE,
	BINARY_MODULO,
	BINARY_EQUAL,
	BINARY_NOT_EQUAL,
	BINARY_AT_LEAST,
	BINARY_AT_MOST,
	BINARY_ABOVE,
	BINARY_BELOW,
};

struct node {
	enum node_kind kind;
	size_t index;     /* of its value */
	size_t at;        /* its byte in the text, for errors */
	struct str label; /* of its own */
	bool labelled;    /* it, or something in it, has a label */
	int32_t number, faces;
	struct dice_operator *operators;
	struct str text; /* the name, or the operators as written */
	bool brace;
	enum binary what;
	struct node *left, *right;
	struct node *first, *next; /* the elements of a set */
};

struct dice_expression {
	const struct node *root;
	size_t nodes;
	const struct node *d20; /* the only d20 of the text, if it is a single one */
	struct str comment;
};

/* Without regard to case (ASCII). */
bool dice_same_word(struct str a, struct str b);

/* Whether a value (not a highest or lowest) is meant. */
bool selector_matches(const struct selector *s, int64_t value);

#endif
