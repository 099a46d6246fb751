#include "common/rules/dice_number.h"

#include "common/base/poison.h"

/* Holds any product of two 64-bit integers, and the sum of two such products whose second factor is
 * a bottom. */
__extension__ typedef __int128 wide;

struct dice_number number_of(int64_t whole)
{
	return (struct dice_number){whole, 1};
}

static bool whole(struct dice_number a, struct dice_number b)
{
	return a.bottom == 1 && b.bottom == 1;
}

static wide common_divisor(wide a, wide b)
{
	while (b) {
		wide rest = a % b;

		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

static bool reduce(wide top, wide bottom, struct dice_number *out)
{
	wide divisor = common_divisor(top, bottom);

	if (!divisor)
		return false;
	if (bottom < 0)
		divisor = -divisor;
	top /= divisor;
	bottom /= divisor;
	if (top < INT64_MIN || top > INT64_MAX || bottom > INT64_MAX)
		return false;
	*out = (struct dice_number){(int64_t)top, (int64_t)bottom};
	return true;
}

bool number_add(struct dice_number a, struct dice_number b, struct dice_number *out)
{
	out->bottom = 1;
	if (whole(a, b))
		return !__builtin_add_overflow(a.top, b.top, &out->top);
	return reduce((wide)a.top * b.bottom + (wide)b.top * a.bottom, (wide)a.bottom * b.bottom,
	              out);
}

bool number_subtract(struct dice_number a, struct dice_number b, struct dice_number *out)
{
	out->bottom = 1;
	if (whole(a, b))
		return !__builtin_sub_overflow(a.top, b.top, &out->top);
	return reduce((wide)a.top * b.bottom - (wide)b.top * a.bottom, (wide)a.bottom * b.bottom,
	              out);
}

bool number_multiply(struct dice_number a, struct dice_number b, struct dice_number *out)
{
	out->bottom = 1;
	if (whole(a, b))
		return !__builtin_mul_overflow(a.top, b.top, &out->top);
	return reduce((wide)a.top * b.top, (wide)a.bottom * b.bottom, out);
}

bool number_divide(struct dice_number a, struct dice_number b, struct dice_number *out)
{
	return reduce((wide)a.top * b.bottom, (wide)a.bottom * b.top, out);
}

bool number_floor_divide(struct dice_number a, struct dice_number b, struct dice_number *out)
{
	wide top = (wide)a.top * b.bottom, bottom = (wide)a.bottom * b.top;
	wide quotient = top / bottom;

	if (top % bottom && (top < 0) != (bottom < 0))
		quotient--;
	return reduce(quotient, 1, out);
}

bool number_modulo(struct dice_number a, struct dice_number b, struct dice_number *out)
{
	struct dice_number quotient, product;

	return number_floor_divide(a, b, &quotient) && number_multiply(quotient, b, &product) &&
	       number_subtract(a, product, out);
}

int number_compare(struct dice_number a, struct dice_number b)
{
	wide left = (wide)a.top * b.bottom, right = (wide)b.top * a.bottom;

	return (left > right) - (left < right);
}

int64_t number_truncate(struct dice_number a)
{
	return a.top / a.bottom;
}
