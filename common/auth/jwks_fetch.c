#include "common/auth/jwks_fetch.h"

#include <arpa/inet.h>
#include <pthread.h>

#include <curl/curl.h>

#include "common/auth/jwks.h"
#include "common/base/buf.h"
#include "common/base/log.h"
#include "common/base/poison.h"

enum { TIMEOUT_MS = 5000 };

struct reply {
	struct buf body;
	bool too_large;
};

static void init_curl(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		log_fatal("curl_not_started", "call=curl_global_init");
}

static void need_curl(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, init_curl);
}

/* libcurl resolves "localhost" to loopback by itself; other names could be anyone's. */
static bool is_loopback(const char *host)
{
	struct in_addr v4;

	if (inet_pton(AF_INET, host, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0;
}

static const char *objection_to(CURLU *parts, const char *url)
{
	char *scheme = NULL, *host = NULL, *user = NULL;
	const char *why = NULL;

	if (curl_url_set(parts, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK) {
		why = "not a URL";
		goto out;
	}
	if (curl_url_get(parts, CURLUPART_USER, &user, 0) == CURLUE_OK) {
		why = "it holds a user name";
		goto out;
	}
	if (strcmp(scheme, "https") == 0 || strcmp(scheme, "file") == 0)
		goto out;
	if (strcmp(scheme, "http") != 0)
		why = "only https, http to this machine, and file are possible";
	else if (curl_url_get(parts, CURLUPART_HOST, &host, 0) != CURLUE_OK || !is_loopback(host))
		why = "http is for this machine only: use https";
out:
	curl_free(user);
	curl_free(host);
	curl_free(scheme);
	return why;
}

bool jwks_url_usable(const char *url, const char **why)
{
	CURLU *parts;

	need_curl();
	parts = curl_url();
	if (!parts)
		log_fatal("out_of_memory", "call=curl_url");
	*why = objection_to(parts, url);
	curl_url_cleanup(parts);
	return !*why;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *argument)
{
	struct reply *reply = argument;
	size_t n = size * count;

	if (n > JWKS_BYTES_MAX - reply->body.n) {
		reply->too_large = true;
		return 0; /* fewer than given: curl stops with CURLE_WRITE_ERROR */
	}
	buf_put(&reply->body, (struct str){bytes, n});
	return n;
}

static int on_progress(void *argument, curl_off_t total, curl_off_t now, curl_off_t up_total,
                       curl_off_t up_now)
{
	const atomic_bool *cancel = argument;

	(void)total;
	(void)now;
	(void)up_total;
	(void)up_now;
	return atomic_load(cancel);
}

/* The scheme was checked at the start; naming it again keeps curl from any other. */
static const char *scheme_of(const char *url)
{
	if (curl_strnequal(url, "https:", 6))
		return "https";
	return curl_strnequal(url, "http:", 5) ? "http" : "file";
}

static CURLcode set_options(CURL *curl, const char *url, const atomic_bool *cancel,
                            struct reply *reply)
{
	const char *scheme = scheme_of(url);
	CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, url);

	/* A failed option would leave a check out: every one of them counts. */
#define SET(option, value)                                                                         \
	(code = code != CURLE_OK ? code : curl_easy_setopt(curl, (option), (value)))
	SET(CURLOPT_PROTOCOLS_STR, scheme);
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
	SET(CURLOPT_MAXFILESIZE, (long)JWKS_BYTES_MAX);
	SET(CURLOPT_USERAGENT, "tabard");
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, reply);
	SET(CURLOPT_NOPROGRESS, 0L);
	SET(CURLOPT_XFERINFOFUNCTION, on_progress);
	SET(CURLOPT_XFERINFODATA, (void *)(uintptr_t)cancel);
	if (strcmp(scheme, "http") == 0)
		SET(CURLOPT_PROXY, ""); /* whatever the environment says */
#undef SET
	return code;
}

bool jwks_fetch(const char *url, const atomic_bool *cancel, struct arena *arena, struct str *text,
                const char **why)
{
	struct reply reply = {.body = BUF(arena)};
	CURL *curl;
	CURLcode code;
	long status = 0;

	need_curl();
	curl = curl_easy_init();
	if (!curl)
		log_fatal("out_of_memory", "call=curl_easy_init");
	code = set_options(curl, url, cancel, &reply);
	if (code == CURLE_OK)
		code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	*why = NULL;
	if (reply.too_large || code == CURLE_FILESIZE_EXCEEDED)
		*why = jwks_error_messages[JWKS_TOO_LARGE];
	else if (code != CURLE_OK)
		*why = curl_easy_strerror(code);
	else if (status != 200 && strcmp(scheme_of(url), "file") != 0)
		*why = "the answer is not 200";
	*text = buf_str(&reply.body);
	return !*why;
}
