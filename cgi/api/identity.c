#include "cgi/api/identity.h"

#include "common/auth/webhook.h"
#include "common/base/clock.h"

#include "common/base/poison.h"

struct str origin_of(struct str url)
{
	size_t colon = str_find(url, ':');
	struct str rest = str_sub(url, colon + 3, url.n);

	return str_sub(url, 0, colon + 3 + str_find(rest, '/'));
}

/* The value of the cookie; empty when it is not there, or there twice: whichever one took would be the
 * choice of whoever set the other. */
static struct str cookie(const struct request *rq, struct str name)
{
	struct str rest = http_header(rq->http, "HTTP_COOKIE"), found = {0};

	while (rest.n) {
		struct str value = str_cut(&rest, ';');
		struct str key = str_trim(str_cut(&value, '='));

		if (!str_eq(key, name))
			continue;
		if (found.n)
			return (struct str){0};
		found = str_trim(value);
	}
	return found;
}

/* A browser sends the cookie whoever asked it to: only the server's own pages may. A request that changes
 * something always says where it comes from; one that reads does when another origin asks. */
static bool from_own_page(const struct request *rq)
{
	struct str origin = http_header(rq->http, "HTTP_ORIGIN");
	struct str site = http_header(rq->http, "HTTP_SEC_FETCH_SITE");

	if (site.n && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
		return false;
	if (!origin.n)
		return rq->http->method == HTTP_GET;
	return str_eq(origin, rq->app->own_origin);
}

/* The scheme's case does not matter (RFC 9110, 11.1). */
static struct str bearer(struct str header)
{
	struct str scheme = str_cut(&header, ' ');

	if (scheme.n != 6 || strncasecmp(scheme.p, "Bearer", 6) != 0)
		return (struct str){0};
	return str_trim(header);
}

static int check_token(struct request *rq, struct str token, struct claims *claims)
{
	enum auth_error error =
	    auth_verify(rq->app->auth, token, clock_seconds(), rq->arena, claims);

	if (error == AUTH_NO_KEYS)
		return fail(rq, ERR_UNAVAILABLE);
	if (error)
		return fail_with(rq, error == AUTH_EXPIRED ? ERR_TOKEN_EXPIRED : ERR_TOKEN_INVALID,
		                 "reason", str_of(auth_error_messages[error]));
	return 0;
}

static int check_signature(struct request *rq)
{
	struct webhook webhook = {
	    .id = http_header(rq->http, "HTTP_SVIX_ID"),
	    .timestamp = http_header(rq->http, "HTTP_SVIX_TIMESTAMP"),
	    .signatures = http_header(rq->http, "HTTP_SVIX_SIGNATURE"),
	};
	enum webhook_error error;

	switch (http_read_body(rq->http, rq->route->body_max, &rq->body_text)) {
	case HTTP_BODY_TOO_LARGE:
		return fail(rq, ERR_TOO_LARGE);
	case HTTP_BODY_NO_ROOM:
	case HTTP_BODY_CUT:
		return fail_field(rq, "", "MALFORMED", STR("the body ended too early"));
	case HTTP_BODY_READ:
		break;
	}
	webhook.body = rq->body_text;
	error = webhook_verify(rq->app->webhook_secret, &webhook, clock_seconds(), rq->arena);
	if (error)
		return fail_with(rq, ERR_WEBHOOK_REFUSED, "reason",
		                 str_of(webhook_error_messages[error]));
	return 0;
}

static bool has_ticket(const struct request *rq)
{
	struct str query = rq->http->query, name, value;

	while (http_next_pair(&query, &name, &value))
		if (str_eq(name, STR("ticket")) && value.n)
			return true;
	return false;
}

int identify(struct request *rq, struct claims *claims)
{
	struct str header = http_header(rq->http, "HTTP_AUTHORIZATION"), token;

	if (rq->route->role == ROLE_NONE)
		return 0;
	if (rq->route->role == ROLE_SIGNED)
		return check_signature(rq);
	rq->by_ticket = rq->route->stream && has_ticket(rq);
	if (rq->by_ticket)
		return 0;
	token = header.n ? bearer(header) : cookie(rq, STR("__session"));
	if (!token.n)
		return fail(rq, ERR_TOKEN_MISSING);
	if (!header.n && !from_own_page(rq))
		return fail(rq, ERR_ORIGIN_REFUSED);
	return check_token(rq, token, claims);
}
