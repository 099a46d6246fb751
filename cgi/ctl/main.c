/* tabardctl: what an operator does to a Tabard server from the shell. */
#include "cgi/ctl/ctl.h"

#include "common/base/poison.h"

static const struct command {
	const char *name, *arguments, *does;
	int (*run)(int argc, char **argv);
	int min, max; /* arguments */
} commands[] = {
    {"migrate", "DIR", "bring the database's schema up to date", ctl_migrate, 1, 1},
    {"compendium", "DIR", "load the built-in rules entries", ctl_compendium, 1, 1},
    {"import", "CAMPAIGN FILE …", "bring entries into a campaign; --dry-run only reports",
     ctl_import, 2, 100},
    {"keygen", "DIR", "make a signing key and its JWKS, for tables without Clerk", ctl_keygen, 1,
     1},
    {"token", "NAME [--admin]", "print a session token for that person", ctl_token, 1, 2},
    {"user", "add NAME [--admin]", "print a join link for that person, and its QR code", ctl_user,
     2, 3},
    {"export", "CAMPAIGN FILE.sqlite", "write a whole campaign into an SQLite file", ctl_export, 2,
     2},
    {"settings", "", "print every setting with its default", ctl_settings, 0, 0},
    {"doctor", "", "check that the settings fit together", ctl_doctor, 0, 0},
};

static int usage(FILE *out, int status)
{
	fputs("usage: tabardctl COMMAND [ARGUMENT …]\n\n", out);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		fprintf(out, "  %-10s %-18s %s\n", commands[i].name, commands[i].arguments,
		        commands[i].does);
	fputs("\nSettings come from the environment; `tabardctl settings` lists them.\n", out);
	return status;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts(TABARD_VERSION);
		return 0;
	}
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
		return usage(stdout, 0);
	for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++) {
		const struct command *c = &commands[i];

		if (strcmp(argv[1], c->name) != 0)
			continue;
		if (argc - 2 < c->min || argc - 2 > c->max) {
			fprintf(stderr, "usage: tabardctl %s %s\n", c->name, c->arguments);
			return 2;
		}
		return c->run(argc - 2, argv + 2);
	}
	return usage(stderr, 2);
}
