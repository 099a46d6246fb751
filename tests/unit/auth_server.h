/* A web server of one thread on 127.0.0.1 that answers as a test tells it to, and counts. */
#ifndef TABARD_TESTS_AUTH_SERVER_H
#define TABARD_TESTS_AUTH_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "tests/unit/auth_forge.h"

struct server {
	int listener;
	in_port_t port;
	char url[64];
	pthread_t thread;
	atomic_bool stopping;
	atomic_int requests;
	atomic_size_t sent;   /* bytes of bodies */
	pthread_mutex_t lock; /* for what is answered */
	const char *head;     /* status line and headers up to the empty line, "\r\n" behind each */
	struct str body;
	size_t times; /* that the body is sent */
	bool silent;  /* never answers */
};

FORGE void server_answer(struct server *s, const char *head, struct str body, size_t times)
{
	pthread_mutex_lock(&s->lock);
	s->head = head;
	s->body = body;
	s->times = times;
	s->silent = !head;
	pthread_mutex_unlock(&s->lock);
}

FORGE bool server_send(int fd, struct str text)
{
	while (text.n) {
		ssize_t n = send(fd, text.p, text.n, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		text = str_sub(text, (size_t)n, text.n);
	}
	return true;
}

FORGE void server_serve(struct server *s, int fd)
{
	char request[4096];
	size_t n = 0, times;
	const char *head;
	struct str body;
	bool silent;

	while (n < sizeof request - 1) {
		ssize_t got = recv(fd, request + n, sizeof request - 1 - n, 0);

		if (got <= 0)
			return;
		n += (size_t)got;
		request[n] = '\0';
		if (strstr(request, "\r\n\r\n"))
			break;
	}
	atomic_fetch_add(&s->requests, 1);
	pthread_mutex_lock(&s->lock);
	head = s->head;
	body = s->body;
	times = s->times;
	silent = s->silent;
	pthread_mutex_unlock(&s->lock);
	while (silent && !atomic_load(&s->stopping))
		pause_ms(5);
	if (silent || !server_send(fd, str_of(head)) || !server_send(fd, STR("\r\n")))
		return;
	while (times-- && server_send(fd, body))
		atomic_fetch_add(&s->sent, body.n);
}

FORGE void *server_run(void *argument)
{
	struct server *s = argument;

	while (!atomic_load(&s->stopping)) {
		struct pollfd ready = {.fd = s->listener, .events = POLLIN};
		int fd;

		if (poll(&ready, 1, 10) != 1)
			continue;
		fd = accept(s->listener, NULL, NULL);
		if (fd < 0)
			continue;
		server_serve(s, fd);
		shutdown(fd, SHUT_RDWR);
		close(fd);
	}
	return NULL;
}

/* On `port`, or on a free one when that is 0. */
FORGE void server_start(struct server *s, in_port_t port)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof address;
	int on = 1;

	s->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(s->listener >= 0);
	setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	assert_int_equal(bind(s->listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(s->listener, 16), 0);
	assert_int_equal(getsockname(s->listener, (struct sockaddr *)&address, &size), 0);
	s->port = ntohs(address.sin_port);
	snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d/jwks", s->port);
	pthread_mutex_init(&s->lock, NULL);
	atomic_store(&s->stopping, false);
	assert_int_equal(pthread_create(&s->thread, NULL, server_run, s), 0);
}

FORGE void server_stop(struct server *s)
{
	atomic_store(&s->stopping, true);
	pthread_join(s->thread, NULL);
	close(s->listener);
	pthread_mutex_destroy(&s->lock);
}

#endif
