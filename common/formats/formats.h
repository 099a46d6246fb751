/* Characters out of files that people bring: our own export, and those of three other programs. Nothing
 * in such a file is trusted, and nothing that it says of its own origin is followed. */
#ifndef TABARD_FORMATS_FORMATS_H
#define TABARD_FORMATS_FORMATS_H

#include "common/json/json.h"
#include "common/rules/sheet.h"

enum format { FORMAT_TABARD, FORMAT_FOUNDRY, FORMAT_DND_BEYOND, FORMAT_IMPROVED_INITIATIVE };
extern const char *const format_names[];

/* What became of a field of the file. */
enum fate { FATE_TAKEN, FATE_REPAIRED, FATE_LEFT_OUT };
extern const char *const fate_names[];

enum { IMPORT_NOTES_MAX = 1000, IMPORT_CHARACTERS_MAX = 50, IMPORT_NAME_MAX = 80 };

struct import_note {
	struct str from; /* a JSON pointer into the file */
	enum fate fate;
	struct str to;  /* one into the character; empty for what was left out */
	struct str why; /* empty for what was taken as it stood */
};

struct imported {
	struct str name;
	enum ruleset ruleset;
	struct sheet sheet;
	struct list notes; /* of struct import_note, at most IMPORT_NOTES_MAX */
};

/* All characters of the file, XML when it begins like it, else JSON; which format it is, is told from
 * what is in it. Each sheet holds together by its ruleset (sheet_broken): what other programs let pass
 * and we do not is repaired and noted, and what we have no field for is kept under the sheet's
 * `extra`, as far as there is room. False with problems when it is none of these formats, or a
 * character of our own does not have the form of one. */
bool import_characters(struct str text, struct arena *arena, enum format *format, struct list *out,
                       struct problems *ps);

/* Our own format of one character, which import_characters reads back to the same sheet. */
struct str export_json(struct str name, enum ruleset ruleset, struct str sheet,
                       struct arena *arena);
struct str export_xml(struct str json, struct arena *arena);
/* What export_json writes, for the description of the API. */
extern const struct shape character_file_shape;

#endif
