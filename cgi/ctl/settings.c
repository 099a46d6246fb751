#include "cgi/ctl/ctl.h"
#include "common/base/config.h"
#include "common/db/db.h"
#include "queries.h"

#include "common/base/poison.h"

int ctl_settings(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("| setting | default | read by | what it is |\n|---|---|---|---|");
	for (size_t i = 0; i < SETTINGS; i++)
		printf("| `%s` | %s%s%s | %s | %s |\n", settings[i].name,
		       *settings[i].value ? "`" : "", settings[i].value,
		       *settings[i].value ? "`" : "", settings[i].readers, settings[i].doc);
	return 0;
}

static int check(bool good, const char *what, const char *otherwise)
{
	printf("%s  %s%s%s\n", good ? "ok  " : "FAIL", what, good ? "" : ": ",
	       good ? "" : otherwise);
	return good ? 0 : 1;
}

int ctl_doctor(int argc, char **argv)
{
	struct db *db = db_open(config_text(SET_DATABASE_URL), "tabardctl");
	bool reachable = db != NULL, migrated, loaded;
	int failures = 0;

	(void)argc;
	(void)argv;
	failures += check(config_number(SET_API_THREADS) > config_number(SET_NGINX_CONNECTIONS),
	                  "the API has more threads than nginx keeps connections",
	                  "requests would wait for a thread; raise API_THREADS");
	failures += check(reachable, "the database answers", "see DATABASE_URL");
	migrated = reachable && db_query(db, &q_ctl_migrated) == DB_OK;
	failures += check(migrated, "the schema is there", "run tabardctl migrate");
	loaded = migrated && db_bool(db_result(db, 0), 0, 0);
	failures += check(loaded, "the compendium is loaded", "run tabardctl compendium");
	db_close(db);
	return failures ? 1 : 0;
}
