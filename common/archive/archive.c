#include "common/archive/archive.h"

#include "queries.h"

#include "common/base/poison.h"

/* In the order in which they can be put: what is named comes before what names it. */
const struct archive_section archive_sections[] = {
    {.name = "people", .get = &q_archive_people, .put = &q_archive_put_people},
    {.name = "campaign", .get = &q_archive_campaign, .put = &q_archive_put_campaign},
    {.name = "members", .get = &q_archive_members, .put = &q_archive_put_members},
    {.name = "homebrew",
     .get = &q_archive_homebrew,
     .put = &q_compendium_put,
     .mend = archive_mend_homebrew},
    {.name = "characters", .get = &q_archive_characters, .put = &q_archive_put_characters},
    {.name = "changes", .get = &q_archive_changes, .put = &q_archive_put_changes},
    {.name = "encounters", .get = &q_archive_encounters, .put = &q_archive_put_encounters},
    {.name = "combatants", .get = &q_archive_combatants, .put = &q_archive_put_combatants},
    {.name = "moves", .get = &q_archive_moves, .put = &q_archive_put_moves},
    {.name = "messages", .get = &q_archive_messages, .put = &q_archive_put_messages},
    {.name = "rolls", .get = &q_archive_rolls, .put = &q_archive_put_rolls},
    {.name = "handouts", .get = &q_archive_handouts, .put = &q_archive_put_handouts},
    {.name = "maps", .get = &q_archive_maps, .put = &q_archive_put_maps, .mend = archive_mend_map},
    {.name = "tokens", .get = &q_archive_tokens, .put = &q_archive_put_tokens},
    {.name = "nodes", .get = &q_archive_nodes, .put = &q_archive_put_nodes},
    {.name = "ties", .get = &q_archive_ties, .put = &q_archive_put_ties},
    {.name = "events", .get = &q_archive_events, .put = &q_archive_put_events},
    {.name = "uploads", .get = &q_archive_uploads, .put = &q_archive_put_uploads, .pictures = true},
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
			take(context, db_str(rows, i, 0), db_str(rows, i, 1));
		if (count)
			arguments[1] = arg_str(arena, db_str(rows, count - 1, 1));
	} while (count == PAGE_ROWS);
	return DB_OK;
}

void archive_keep(void *context, struct str row, struct str key)
{
	struct archive_kept *kept = context;

	buf_put(&kept->lines, key);
	buf_put(&kept->lines, row); /* as PostgreSQL writes it, on one line */
	buf_putc(&kept->lines, '\n');
}

bool archive_next_kept(struct str *rest, struct uuid *id, struct str *row)
{
	struct str line = str_cut(rest, '\n');

	*row = str_sub(line, UUID_TEXT, line.n);
	return uuid_parse(str_sub(line, 0, UUID_TEXT), id);
}

/* Puts the commas between the rows. */
struct list_writer {
	archive_text *text;
	void *context;
	bool any;
};

static void begin_list(struct list_writer *w, const struct archive_section *section)
{
	w->text(w->context, STR(",\n\""));
	w->text(w->context, str_of(section->name));
	w->text(w->context, STR("\":["));
}

static void write_comma(struct list_writer *w)
{
	if (w->any)
		w->text(w->context, STR(",\n"));
	w->any = true;
}

static void write_row(void *context, struct str row, struct str key)
{
	struct list_writer *w = context;

	(void)key;
	write_comma(w);
	w->text(w->context, row);
}

enum db_error archive_write(struct db *db, struct uuid campaign, struct uuid reader,
                            struct arena *arena, archive_text *text, void *context,
                            struct archive_kept *pictures)
{
	enum db_error error = DB_OK;

	text(context, STR("{\"format\":\"tabard-campaign\""));
	for (size_t i = 0; i < archive_section_count && !error; i++) {
		const struct archive_section *section = &archive_sections[i];
		struct list_writer w = {.text = text, .context = context};

		if (section->pictures) {
			error = archive_rows(db, section, campaign, reader, arena, archive_keep,
			                     pictures);
			continue;
		}
		begin_list(&w, section);
		error = archive_rows(db, section, campaign, reader, arena, write_row, &w);
		text(context, STR("]"));
	}
	return error;
}

void archive_write_pictures(const struct archive_kept *pictures, archive_text *text,
                            archive_picture *picture, void *context)
{
	struct list_writer w = {.text = text, .context = context};
	struct str rest = buf_str(&pictures->lines), row;
	struct uuid id;

	begin_list(&w, &archive_sections[archive_section_count - 1]);
	while (archive_next_kept(&rest, &id, &row)) {
		write_comma(&w);
		if (!picture) {
			text(context, row);
			continue;
		}
		text(context, str_sub(row, 0, row.n - 1));
		text(context, STR(",\"picture\":"));
		picture(context, id);
		text(context, STR("}"));
	}
	text(context, STR("]}"));
}
