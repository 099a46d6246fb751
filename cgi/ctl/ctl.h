/* tabardctl's commands: each returns the process's exit status and has said what is wrong. */
#ifndef TABARD_CTL_CTL_H
#define TABARD_CTL_CTL_H

#include "common/base/arena.h"
#include "common/base/shape.h"

/* migrate DIR: applies the numbered files that have not been, each in a transaction, under a lock. */
int ctl_migrate(int argc, char **argv);
/* compendium DIR: loads the built-in entries unless just these are loaded. */
int ctl_compendium(int argc, char **argv);
/* import CAMPAIGN FILE … [--dry-run]: entries of other formats into a campaign. */
int ctl_import(int argc, char **argv);
/* keygen DIR: a key pair of one's own and its JWKS. */
int ctl_keygen(int argc, char **argv);
/* token NAME [--admin]: a session token on standard output. */
int ctl_token(int argc, char **argv);
/* user add NAME [--admin]: an account, and a join link that signs in as it, with its QR code. */
int ctl_user(int argc, char **argv);
/* A token of one's own for a name, made of letters, digits, dots, dashes and underscores; empty with the
 * reason on standard error. */
struct str ctl_sign(struct str name, struct arena *arena);
/* What such a name is to the database. */
struct str ctl_subject(struct str name, struct arena *arena);
/* Prints the text as a QR code, in half blocks. False when it does not fit into one. */
bool ctl_print_qr(const char *text);
/* export CAMPAIGN FILE.sqlite: the whole campaign with its messages, in a file that must not be there
 * yet. */
int ctl_export(int argc, char **argv);
/* settings: the table of settings as Markdown. */
int ctl_settings(int argc, char **argv);
/* doctor: whether the settings fit together and what they name can be reached. */
int ctl_doctor(int argc, char **argv);

/* The whole file in the arena; false with the reason on standard error. */
bool ctl_read_file(const char *path, struct arena *arena, struct str *out);
/* The paths of the folder's entries that end in `suffix`, sorted, in the arena. False as above. */
bool ctl_list_folder(const char *folder, const char *suffix, struct arena *arena, struct list *out);

#endif
