#include "common/base/buf.h"

#include <stdarg.h>

#include "common/base/log.h"
#include "common/base/poison.h"

static void make_room(struct buf *b, size_t more)
{
	size_t room = b->room ? b->room : 256;
	char *p;

	if (more <= b->room - b->n)
		return;
	while (room - b->n < more)
		if (__builtin_mul_overflow(room, (size_t)2, &room))
			log_fatal("out_of_memory", "bytes=%zu", more);
	p = arena_alloc(b->arena, room, 1);
	if (b->n)
		memcpy(p, b->p, b->n);
	b->p = p;
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
	int n = snprintf(text, sizeof text, "%lld", (long long)value);

	buf_put(b, (struct str){text, (size_t)n});
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
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		log_fatal("bad_format", "format=\"%s\"", format);
	make_room(b, (size_t)n + 1);
	vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
	va_end(again);
	b->n += (size_t)n;
}

void buf_json_str(struct buf *b, struct str s)
{
	static const char short_form[] = "\bb\tt\nn\ff\rr\"\"\\\\";
	size_t clean = 0;

	buf_putc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		const char *pair = NULL;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(b, str_sub(s, clean, i - clean));
		clean = i + 1;
		for (const char *f = short_form; *f; f += 2)
			if ((unsigned char)*f == c)
				pair = f;
		if (pair) {
			buf_putc(b, '\\');
			buf_putc(b, pair[1]);
		} else {
			buf_printf(b, "\\u%04x", c);
		}
	}
	buf_put(b, str_sub(s, clean, s.n));
	buf_putc(b, '"');
}

struct str buf_str(const struct buf *b)
{
	return (struct str){b->n ? b->p : "", b->n};
}
