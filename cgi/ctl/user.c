#include "cgi/ctl/ctl.h"
#include "common/base/config.h"
#include "common/db/db.h"
#include "queries.h"

#include "common/base/poison.h"

/* The account, so that it can be looked after before its person has come. */
static bool make_user(struct str name, bool admin, struct arena *arena)
{
	struct db *db = db_open(config_text(SET_DATABASE_URL), "tabardctl");
	bool good = db && db_query(db, &q_ctl_user, arg_uuid(arena, uuid_v7()),
	                           arg_str(arena, ctl_subject(name, arena)), arg_str(arena, name),
	                           arg_bool(admin)) == DB_OK;

	if (good && db_bool(db_result(db, 0), 0, 0))
		fprintf(stderr, "tabardctl: this account is disabled: the link opens nothing until "
		                "an administrator enables it\n");
	db_close(db);
	return good;
}

/* The token stands behind the #, which browsers keep to themselves: no server sees it, and no log. */
static int print_link(struct str token, struct arena *arena)
{
	struct str link =
	    arena_printf(arena, "%s/join#token=%.*s", config_text(SET_PUBLIC_URL), STR_ARG(token));

	printf("%.*s\n\n", STR_ARG(link));
	return ctl_print_qr(arena_cstr(arena, link)) ? 0 : 1;
}

int ctl_user(int argc, char **argv)
{
	bool admin = argc == 3 && strcmp(argv[2], "--admin") == 0;
	struct arena arena = {0};
	struct str name, token;
	int status = 1;

	if (strcmp(argv[0], "add") != 0 || (argc == 3 && !admin)) {
		fputs("usage: tabardctl user add NAME [--admin]\n", stderr);
		return 2;
	}
	name = str_of(argv[1]);
	token = ctl_sign(name, &arena);
	if (token.n && make_user(name, admin, &arena))
		status = print_link(token, &arena);
	arena_free(&arena);
	return status;
}
