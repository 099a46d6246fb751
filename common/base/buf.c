#include "common/base/buf.h"

#include <stdarg.h>

#include "common/base/log.h"
#include "common/base/poison.h"

static void make_room(struct buf *b, size_t more)
{
	size_t room = b->room ? b->room : 256;

	if (more <= b->room - b->n)
		return;
	while (room - b->n < more)
		if (__builtin_mul_overflow(room, (size_t)2, &room))
			log_fatal("out_of_memory", "bytes=%zu", more);
	b->p = arena_grow(b->arena, b->p, b->room, room);
	b->room = room;
}

void buf_put(struct buf *b, struct str s)
{
	if (!s.n)
		return;
	make_room(b, s.n);
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void buf_putc(struct buf *b, char c)
{
	buf_put(b, (struct str){&c, 1});
}

void buf_int(struct buf *b, int64_t value)
{
	char text[24];
	size_t at = sizeof text;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do
		text[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		text[--at] = '-';
	buf_put(b, (struct str){text + at, sizeof text - at});
}

void buf_decimal(struct buf *b, int64_t thousandths)
{
	int64_t rest = thousandths < 0 ? -(thousandths % 1000) : thousandths % 1000;
	int digits = rest % 100 ? rest % 10 ? 3 : 2 : 1;

	if (thousandths < 0 && thousandths > -1000)
		buf_putc(b, '-');
	buf_int(b, thousandths / 1000);
	if (rest)
		buf_printf(b, ".%0*d", digits,
		           (int)(rest / (digits == 1   ? 100
		                         : digits == 2 ? 10
		                                       : 1)));
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(b->p ? b->p + b->n : NULL, b->room - b->n, format, args);
	va_end(args);
	if (n < 0)
		log_fatal("bad_format", "format=\"%s\"", format);
	if ((size_t)n >= b->room - b->n) {
		make_room(b, (size_t)n + 1);
		vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
	}
	va_end(again);
	b->n += (size_t)n;
}

void buf_key(struct buf *b, const char *name)
{
	buf_putc(b, '"');
	buf_put(b, str_of(name));
	BUF_LIT(b, "\":");
}

static void put_escaped(struct buf *b, unsigned char c)
{
	static const char short_form[] = "\bb\tt\nn\ff\rr\"\"\\\\";

	for (const char *f = short_form; *f; f += 2)
		if ((unsigned char)*f == c) {
			buf_put(b, (struct str){(char[]){'\\', f[1]}, 2});
			return;
		}
	buf_printf(b, "\\u%04x", c);
}

void buf_json_str(struct buf *b, struct str s)
{
	size_t clean = 0;

	buf_putc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(b, str_sub(s, clean, i - clean));
		clean = i + 1;
		put_escaped(b, c);
	}
	buf_put(b, str_sub(s, clean, s.n));
	buf_putc(b, '"');
}

struct str buf_str(const struct buf *b)
{
	return (struct str){b->n ? b->p : "", b->n};
}
