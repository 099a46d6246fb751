/* One line per event an operator can act on: `level=… event=… key=value …` on standard error. */
#ifndef TABARD_BASE_LOG_H
#define TABARD_BASE_LOG_H

enum log_level { LOG_INFO, LOG_WARNING, LOG_ERROR };

/* `format` writes the key=value pairs. Never pass a token, a key or a person's text. */
void log_line(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same at level error, and then the process ends with status 1. */
void log_fatal(const char *event, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
