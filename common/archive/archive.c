#include "common/archive/archive.h"

#include "queries.h"

#include "common/base/poison.h"

/* In the order in which they can be put: what is named comes before what names it. */
const struct archive_section archive_sections[] = {
    {"people", &q_archive_people, &q_archive_put_people},
    {"campaign", &q_archive_campaign, &q_archive_put_campaign},
    {"members", &q_archive_members, &q_archive_put_members},
    {"homebrew", &q_archive_homebrew, &q_compendium_put},
    {"characters", &q_archive_characters, &q_archive_put_characters},
    {"changes", &q_archive_changes, &q_archive_put_changes},
    {"encounters", &q_archive_encounters, &q_archive_put_encounters},
    {"combatants", &q_archive_combatants, &q_archive_put_combatants},
    {"moves", &q_archive_moves, &q_archive_put_moves},
    {"messages", &q_archive_messages, &q_archive_put_messages},
    {"rolls", &q_archive_rolls, &q_archive_put_rolls},
    {"handouts", &q_archive_handouts, &q_archive_put_handouts},
    {"maps", &q_archive_maps, &q_archive_put_maps},
    {"tokens", &q_archive_tokens, &q_archive_put_tokens},
    {"nodes", &q_archive_nodes, &q_archive_put_nodes},
    {"ties", &q_archive_ties, &q_archive_put_ties},
    {"events", &q_archive_events, &q_archive_put_events},
};
const size_t archive_section_count = sizeof archive_sections / sizeof *archive_sections;

enum { PAGE_ROWS = 200 };

enum db_error archive_rows(struct db *db, const struct archive_section *section,
                           struct uuid campaign, struct uuid reader, struct arena *arena,
                           archive_take *take, void *context)
{
	const char *arguments[] = {arg_uuid(arena, campaign), NULL, arg_int(arena, PAGE_ROWS),
	                           arg_uuid_or_null(arena, reader)};
	const struct db_rows *rows;
	size_t count;

	do {
		enum db_error error;

		db_queue_args(db, section->get, arguments);
		error = db_run(db);
		if (error)
			return error;
		rows = db_result(db, 0);
		count = db_count(rows);
		for (size_t i = 0; i < count; i++)
			take(context, db_str(rows, i, 0));
		if (count)
			arguments[1] = arg_str(arena, db_str(rows, count - 1, 1));
	} while (count == PAGE_ROWS);
	return DB_OK;
}

/* Puts the commas between the rows. */
struct list_writer {
	archive_take *take;
	void *context;
	bool any;
};

static void take_row(void *context, struct str row)
{
	struct list_writer *w = context;

	if (w->any)
		w->take(w->context, STR(",\n"));
	w->any = true;
	w->take(w->context, row);
}

enum db_error archive_write(struct db *db, struct uuid campaign, struct uuid reader,
                            struct arena *arena, archive_take *take, void *context)
{
	enum db_error error = DB_OK;

	take(context, STR("{\"format\":\"tabard-campaign\""));
	for (size_t i = 0; i < archive_section_count && !error; i++) {
		struct list_writer w = {.take = take, .context = context};

		take(context, arena_printf(arena, ",\n\"%s\":[", archive_sections[i].name));
		error =
		    archive_rows(db, &archive_sections[i], campaign, reader, arena, take_row, &w);
		if (!error)
			take(context, STR("]"));
	}
	if (!error)
		take(context, STR("}"));
	return error;
}
