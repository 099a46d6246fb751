#include "common/auth/auth.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/auth/rsa.h"
#include "common/base/log.h"
#include "common/base/poison.h"

static bool failed(const char *path, const char *call)
{
	log_line(LOG_ERROR, "file_not_written", "path=%s call=%s reason=\"%s\"", path, call,
	         strerror(errno));
	return false;
}

static bool write_all(int fd, struct str text)
{
	while (text.n) {
		ssize_t n = write(fd, text.p, text.n);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			text = str_sub(text, (size_t)n, text.n);
	}
	return true;
}

/* The whole file or none of it: written under another name and renamed when it is on the disk. */
static bool write_file(const char *path, mode_t mode, struct str text)
{
	char *temporary = NULL;
	const char *call = "mkostemp";
	bool done = false;
	int fd;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		log_fatal("out_of_memory", "call=asprintf");
	fd = mkostemp(temporary, 0);
	if (fd < 0)
		goto out;
	call = "write";
	if (!write_all(fd, text))
		goto out;
	call = "fchmod";
	if (fchmod(fd, mode) != 0)
		goto out;
	call = "fsync";
	if (fsync(fd) != 0)
		goto out;
	call = "rename";
	done = rename(temporary, path) == 0;
out:
	if (!done)
		failed(path, call);
	if (fd >= 0)
		close(fd);
	if (fd >= 0 && !done)
		unlink(temporary);
	free(temporary);
	return done;
}

static struct str jwks_text(const struct rsa_private *key, struct arena *arena)
{
	return arena_printf(arena,
	                    "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\","
	                    "\"kid\":\"%.*s\",\"n\":\"%.*s\",\"e\":\"%.*s\"}]}\n",
	                    STR_ARG(key->kid), STR_ARG(key->n), STR_ARG(key->e));
}

/* Not access(2): that asks for the real user without the capabilities in force, and one of those may be all
 * that lets us in here. Anything but a plain "not there" is an error, never a reason for new keys. */
static bool exists(const char *path, bool *error)
{
	struct stat st;

	if (stat(path, &st) == 0)
		return true;
	if (errno != ENOENT)
		*error = !failed(path, "stat");
	return false;
}

bool auth_keygen(const char *dir)
{
	struct arena arena = {0};
	struct rsa_private key = {0};
	const char *pem = arena_cstr(&arena, arena_printf(&arena, "%s/signing.pem", dir));
	const char *jwks = arena_cstr(&arena, arena_printf(&arena, "%s/jwks.json", dir));
	bool error = false, have_pem = exists(pem, &error), have_jwks = exists(jwks, &error);
	bool done = have_pem && have_jwks;

	if (done || error)
		goto out;
	if (mkdir(dir, 0755) != 0 && errno != EEXIST) {
		failed(dir, "mkdir");
		goto out;
	}
	/* A key set without its key is worthless, and if we stopped halfway it would pass for the
	 * new key's: it goes first. */
	if (!have_pem && unlink(jwks) != 0 && errno != ENOENT) {
		failed(jwks, "unlink");
		goto out;
	}
	if (have_pem ? !rsa_read(pem, &arena, &key) : !rsa_make(&arena, &key))
		goto out;
	if (!have_pem && !write_file(pem, 0600, key.pem))
		goto out;
	done = write_file(jwks, 0644, jwks_text(&key, &arena));
out:
	rsa_forget(&key);
	arena_free(&arena);
	return done;
}
