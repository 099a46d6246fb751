#include "cgi/ctl/ctl.h"
#include "common/auth/auth.h"
#include "common/base/clock.h"
#include "common/base/config.h"
#include "common/db/db.h"
#include "queries.h"

#include "common/base/poison.h"

/* A home table has no identity provider to fetch a fresh token from every minute. */
enum { LIFETIME_SECONDS = 30 * 24 * 3600, NAME_BYTES_MAX = 40 };

int ctl_keygen(int argc, char **argv)
{
	(void)argc;
	return auth_keygen(argv[0]) ? 0 : 1;
}

static bool good_name(struct str name)
{
	if (!name.n || name.n > NAME_BYTES_MAX)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '_' || c == '-' || c == '.'))
			return false;
	}
	return true;
}

static bool make_admin(struct str subject, struct str name, struct arena *arena)
{
	struct db *db = db_open(config_text(SET_DATABASE_URL), "tabardctl");
	bool good = db && db_query(db, &q_ctl_admin, arg_uuid(arena, uuid_v7()),
	                           arg_str(arena, subject), arg_str(arena, name)) == DB_OK;

	db_close(db);
	return good;
}

struct str ctl_subject(struct str name, struct arena *arena)
{
	return arena_printf(arena, "local_%.*s", STR_ARG(name));
}

struct str ctl_sign(struct str name, struct arena *arena)
{
	struct str origins = str_of(config_text(SET_ALLOWED_ORIGINS));

	if (!good_name(name)) {
		fputs("tabardctl: a NAME is 1 to 40 letters, digits, dots, dashes or underscores\n",
		      stderr);
		return (struct str){0};
	}
	return auth_sign(config_text(SET_SIGNING_KEY), config_text(SET_CLERK_ISSUER),
	                 arena_cstr(arena, str_trim(str_cut(&origins, ','))),
	                 ctl_subject(name, arena), name, clock_seconds(), LIFETIME_SECONDS, arena);
}

int ctl_token(int argc, char **argv)
{
	bool admin = argc == 2 && strcmp(argv[1], "--admin") == 0;
	struct str name = str_of(argv[0]), token;
	struct arena arena = {0};
	int status = 1;

	if (argc == 2 && !admin) {
		fputs("tabardctl: token: the only option is --admin\n", stderr);
		return 2;
	}
	token = ctl_sign(name, &arena);
	if (token.n && (!admin || make_admin(ctl_subject(name, &arena), name, &arena))) {
		printf("%.*s\n", STR_ARG(token));
		status = 0;
	}
	arena_free(&arena);
	return status;
}
