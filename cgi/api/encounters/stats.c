#include "cgi/api/encounters/stats.h"

#include "common/compendium/things.h"
#include "common/rules/monster.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field sheet_only[] = {
    {.name = "sheet", .kind = FIELD_OBJECT, .flags = FIELD_REQUIRED, .shape = &sheet_shape},
};
static const struct shape sheet_wrapped = SHAPE("SheetAlone", struct sheet, sheet_only);

void stats_queue(struct request *rq, const struct move *move)
{
	if (move->type != MOVE_ADD_COMBATANT)
		return;
	if (move->monster.n)
		db_queue(rq->db, &q_encounters_monster, rq_uuid(rq, rq->ids[0]),
		         rq_str(rq, move->monster));
	else if (!uuid_is_nil(move->character_id))
		db_queue(rq->db, &q_encounters_character, rq_uuid(rq, rq->ids[0]),
		         rq_uuid(rq, move->character_id));
}

static int from_monster(struct request *rq, const struct move *move, const struct db_rows *rows,
                        struct stat_block *out)
{
	struct monster m = {0};

	if (!db_count(rows))
		return fail_field(rq, "/monster", "NOT_FOUND",
		                  STR("the campaign's ruleset has no monster with this slug; "
		                      "GET /api/v1/compendium/monsters?q= finds them"));
	if (!json_decode(db_str(rows, 0, 0), &monster_shape, rq->arena, &m, &rq->problems))
		return fail(rq, ERR_INTERNAL);
	*out = monster_stat_block(&m, move->monster, move->in_lair, rq->arena);
	return 0;
}

int stats_sheet(struct request *rq, struct str json, struct str homebrew, enum ruleset ruleset,
                const struct sheet **sheet, const struct catalog **catalog)
{
	struct sheet *read = ARENA_NEW(rq->arena, struct sheet);
	struct str wrapped = arena_printf(rq->arena, "{\"sheet\":%.*s}", STR_ARG(json));

	if (!json_decode(wrapped, &sheet_wrapped, rq->arena, read, &rq->problems))
		return fail(rq, ERR_INTERNAL);
	*sheet = read;
	*catalog = things_over(catalog_srd(ruleset), homebrew, rq->arena);
	return 0;
}

int stats_of_sheet(struct request *rq, struct str json, struct str homebrew, enum ruleset ruleset,
                   struct str name, struct uuid character, struct stat_block *out)
{
	const struct catalog *catalog = NULL;
	const struct sheet *sheet = NULL;

	if (stats_sheet(rq, json, homebrew, ruleset, &sheet, &catalog))
		return rq->answer->status;
	*out = sheet_stat_block(sheet, catalog, rq->arena, name, character);
	return 0;
}

static int from_character(struct request *rq, const struct move *move, const struct db_rows *rows,
                          struct stat_block *out)
{
	enum ruleset ruleset;

	if (!db_count(rows))
		return fail_field(rq, "/character_id", "NOT_FOUND",
		                  STR("there is no such character in this campaign"));
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(rows, 0, 2), RULESET_2014);
	return stats_of_sheet(rq, db_str(rows, 0, 1), db_str(rows, 0, 3), ruleset,
	                      arena_str(rq->arena, db_str(rows, 0, 0)), move->character_id, out);
}

int stats_resolve(struct request *rq, struct move *move, size_t result)
{
	int given =
	    (move->monster.n > 0) + !uuid_is_nil(move->character_id) + (move->custom.name.n > 0);
	struct stat_block *stats = ARENA_NEW(rq->arena, struct stat_block);
	struct uuid *ids;
	int status = 0;

	if (move->type != MOVE_ADD_COMBATANT)
		return 0;
	if (given != 1)
		return fail_field(rq, "", "REQUIRED",
		                  STR("give exactly one of monster, character_id and custom"));
	if (move->monster.n)
		status = from_monster(rq, move, db_result(rq->db, result), stats);
	else if (move->custom.name.n)
		*stats = stat_block_of_custom(&move->custom);
	else
		status = from_character(rq, move, db_result(rq->db, result), stats);
	if (status)
		return status;
	ids = ARENA_ARRAY(rq->arena, struct uuid, (size_t)move->count);
	for (int32_t i = 0; i < move->count; i++)
		ids[i] = uuid_v7();
	move->stats = stats;
	move->new_ids = (struct list){ids, (size_t)move->count};
	return 0;
}
