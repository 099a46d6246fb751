#include "common/base/log.h"

#include <stdarg.h>
#include <unistd.h>

#include "common/base/poison.h"

enum { LINE_MAX_BYTES = 1024 };

/* One write(2) per line, so that lines of several threads never mix. */
__attribute__((format(printf, 3, 0))) static void write_line(const char *level, const char *event,
                                                             const char *format, va_list args)
{
	char line[LINE_MAX_BYTES];
	int n = snprintf(line, sizeof line, "level=%s event=%s ", level, event);
	int more = 0;

	if (n > 0 && (size_t)n < sizeof line)
		more = vsnprintf(line + n, sizeof line - (size_t)n, format, args);
	if (n < 0 || more < 0)
		return;
	n += more;
	if ((size_t)n > sizeof line - 1)
		n = (int)sizeof line - 1;
	for (int i = 0; i < n; i++)
		if (line[i] == '\n' || line[i] == '\r')
			line[i] = ' ';
	line[n] = '\n';
	if (write(STDERR_FILENO, line, (size_t)n + 1) < 0)
		return;
}

void log_line(enum log_level level, const char *event, const char *format, ...)
{
	static const char *const names[] = {"info", "warning", "error"};
	va_list args;

	va_start(args, format);
	write_line(names[level], event, format, args);
	va_end(args);
}

void log_fatal(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line("error", event, format, args);
	va_end(args);
	_exit(1);
}
