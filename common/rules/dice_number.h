/* Exact numbers, so that 1/2+1/2 is 1: fractions of 64-bit integers in lowest terms. */
#ifndef TABARD_RULES_DICE_NUMBER_H
#define TABARD_RULES_DICE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

struct dice_number {
	int64_t top, bottom; /* bottom >= 1 */
};

struct dice_number number_of(int64_t whole);

/* Each gives false when the result does not fit. The divisor of the last three is not zero. */
bool number_add(struct dice_number a, struct dice_number b, struct dice_number *out);
bool number_subtract(struct dice_number a, struct dice_number b, struct dice_number *out);
bool number_multiply(struct dice_number a, struct dice_number b, struct dice_number *out);
bool number_divide(struct dice_number a, struct dice_number b, struct dice_number *out);
/* The quotient rounded down, and the remainder that goes with it: 17 % 5 = 2, -17 % 5 = 3. */
bool number_floor_divide(struct dice_number a, struct dice_number b, struct dice_number *out);
bool number_modulo(struct dice_number a, struct dice_number b, struct dice_number *out);

/* Negative, 0 or positive. */
int number_compare(struct dice_number a, struct dice_number b);
/* Toward zero. */
int64_t number_truncate(struct dice_number a);

#endif
