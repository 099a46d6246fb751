#include "cgi/api/maps/play.h"

#include "cgi/api/refusal.h"
#include "common/base/clock.h"
#include "common/rules/moves.h"
#include "common/table/recorder.h"
#include "common/table/turnover.h"
#include "common/table/view.h"

#include "common/base/poison.h"

/* Those of the map on the table that the move may show otherwise. */
static struct list tokens_of(const struct table_map *map, struct uuid encounter,
                             struct arena *arena)
{
	const struct table_token *all = map ? map->tokens.items : NULL;
	struct table_token *tokens =
	    ARENA_ARRAY(arena, struct table_token, map ? map->tokens.count + 1 : 1);
	struct list list = {tokens, 0};

	for (size_t i = 0; map && i < map->tokens.count; i++)
		if (uuid_eq(all[i].encounter_id, encounter))
			tokens[list.count++] = all[i];
	return list;
}

static int refused(struct request *rq, const struct map_change *c, enum rule_error error,
                   struct uuid about)
{
	/* While one acts whom players do not see, they are refused as in the turn that they do. */
	if (error == RULE_NOT_YOUR_TURN)
		about =
		    view_turn_seen(c->before.encounter, &c->before.settings, c->audience).combatant;
	return fail_refusal(rq, error, about);
}

int play_move(struct request *rq, const struct map_change *c, const struct table_token *token,
              int32_t x, int32_t y, struct table_encounter *after)
{
	struct table_encounter *before = c->before.encounter;
	const struct mover mover = {.dm = c->role == MEMBER_DM, .characters = c->characters};
	struct recorder recorder = RECORDER(rq->arena);
	const struct dice dice = recorder_dice(&recorder);
	const struct table_map *map = c->before.map;
	struct problems problems = {0};
	struct move move = {.type = MOVE_MOVE};
	struct turnover_told told;
	struct outcome out = {0};
	struct turnover t;
	enum rule_error error;
	enum db_error failed;
	struct uuid about = {{0}};
	int32_t from_x, from_y, way;
	struct str asked;

	token_place(token, before, &from_x, &from_y);
	/* A DM puts it there; a player goes there. */
	way = mover.dm ? 0 : distance_feet(x - from_x, y - from_y, c->before.settings.diagonals);
	asked = arena_printf(
	    rq->arena,
	    "{\"type\":\"move\",\"combatant_id\":\"%s\",\"x\":%d,\"y\":%d,\"distance\":%d}",
	    rq_uuid(rq, token->combatant_id), x, y, way);
	if (!json_decode(asked, move_rows[MOVE_MOVE].shape, rq->arena, &move, &problems))
		return fail(rq, ERR_INTERNAL);
	error = rules_may(&before->state, &move, &mover, &about);
	if (error)
		return refused(rq, c, error, about);
	*after = *before;
	if (rules_apply(&before->state, &move, &dice, rq->arena, &after->state, &out))
		return refused(rq, c, out.error, out.about);
	t = (struct turnover){
	    .db = rq->db,
	    .arena = rq->arena,
	    .encounter_id = before->id,
	    .user_id = rq->user_id,
	    .campaign_id = c->campaign_id,
	    .move_id = uuid_v7(),
	    .now = clock_ms(),
	    .seq = c->seq,
	    .role = c->role,
	    .settings = c->before.settings,
	    .settings_json = c->settings_json,
	    .before = before,
	    .tokens = tokens_of(map, before->id, rq->arena),
	    .fog = map ? fog_lay(&map->fog, rq->arena) : NULL,
	};
	turnover_save(&t, after,
	              &(struct turnover_log){
	                  .type = move_rows[MOVE_MOVE].name,
	                  .event = "token.moved",
	                  .move = arena_printf(rq->arena, "{\"asked\":%.*s}", STR_ARG(asked)),
	                  .dice = recorder_log(&recorder),
	                  .consequences = out.consequences,
	              },
	              &told);
	failed = turnover_commit(&t, &told);
	return failed ? fail_db(rq, failed, ERR_CONFLICT) : 0;
}
