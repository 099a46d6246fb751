#include "cgi/api/encounters/stats.h"

#include "common/rules/sheet.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

/* What of a monster's entry a fight needs; the rest is skipped. */
struct monster {
	struct str name, hit_dice;
	int32_t ac, hp, xp, initiative, walk, legendary;
	int32_t abilities[SAVES];
	struct saves {
		struct fields_seen seen;
		int32_t bonus[SAVES]; /* where it is not the plain modifier */
	} saves;
	uint32_t resistances, vulnerabilities, immunities, condition_immunities;
	struct fields_seen seen;
};

#define OPEN_SHAPE(name_, type, table, seen_)                                                      \
	{                                                                                          \
		.name = (name_), .open = true, .size = sizeof(type), .seen = (seen_),              \
		.fields = (table), .count = sizeof(table) / sizeof *(table)                        \
	}

#define ABILITY(name_, i, base, flags_, min_, max_)                                                \
	{                                                                                          \
		.name = (name_), .kind = FIELD_INT, .flags = (flags_),                             \
		.offset = (base) + (i) * sizeof(int32_t), .min = (min_), .max = (max_)             \
	}
#define SIX_ABILITIES(base, flags_, min_, max_)                                                    \
	ABILITY("str", SAVE_STR, base, flags_, min_, max_),                                        \
	    ABILITY("dex", SAVE_DEX, base, flags_, min_, max_),                                    \
	    ABILITY("con", SAVE_CON, base, flags_, min_, max_),                                    \
	    ABILITY("int", SAVE_INT, base, flags_, min_, max_),                                    \
	    ABILITY("wis", SAVE_WIS, base, flags_, min_, max_),                                    \
	    ABILITY("cha", SAVE_CHA, base, flags_, min_, max_)

static const struct field ability_fields[] = {SIX_ABILITIES(0, FIELD_REQUIRED, 1, 30)};
static const struct shape ability_shape =
    OPEN_SHAPE("MonsterAbilities", int32_t[SAVES], ability_fields, SHAPE_NO_SEEN);
static const struct field save_fields[] = {
    SIX_ABILITIES(offsetof(struct saves, bonus), 0, -SAVE_BONUS_MAX, SAVE_BONUS_MAX)};
static const struct shape save_shape =
    OPEN_SHAPE("MonsterSaves", struct saves, save_fields, offsetof(struct saves, seen));
static const struct field speed_fields[] = {
    {.name = "walk", .kind = FIELD_INT, .max = SPEED_MAX},
};
static const struct shape speed_shape =
    OPEN_SHAPE("MonsterSpeeds", int32_t, speed_fields, SHAPE_NO_SEEN);
static const struct field legendary_fields[] = {
    {.name = "per_round", .kind = FIELD_INT, .max = 10},
};
static const struct shape legendary_shape =
    OPEN_SHAPE("MonsterLegendary", int32_t, legendary_fields, SHAPE_NO_SEEN);

#define MONSTER(member, kind_, flags_, ...)                                                        \
	{                                                                                          \
		.name = #member, .kind = (kind_), .flags = (flags_),                               \
		.offset = offsetof(struct monster, member), __VA_ARGS__                            \
	}
#define DAMAGE_TYPE_SET(member)                                                                    \
	MONSTER(member, FIELD_SET, 0, .names = damage_type_names + DAMAGE_ACID)

static const struct field monster_fields[] = {
    MONSTER(name, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 80),
    MONSTER(hit_dice, FIELD_STR, 0, .max = 40),
    MONSTER(abilities, FIELD_OBJECT, FIELD_REQUIRED, .shape = &ability_shape),
    MONSTER(saves, FIELD_OBJECT, 0, .shape = &save_shape),
    MONSTER(ac, FIELD_INT, FIELD_REQUIRED, .max = ARMOR_CLASS_MAX),
    MONSTER(hp, FIELD_INT, FIELD_REQUIRED, .min = 1, .max = HIT_POINTS_MAX),
    MONSTER(xp, FIELD_INT, FIELD_REQUIRED, .max = COMBATANT_XP_MAX),
    MONSTER(initiative, FIELD_INT, 0, .min = -INITIATIVE_BONUS_MAX, .max = INITIATIVE_BONUS_MAX),
    {.name = "speeds",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct monster, walk),
     .shape = &speed_shape},
    {.name = "legendary_actions",
     .kind = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct monster, legendary),
     .shape = &legendary_shape},
    DAMAGE_TYPE_SET(resistances),
    DAMAGE_TYPE_SET(vulnerabilities),
    DAMAGE_TYPE_SET(immunities),
    MONSTER(condition_immunities, FIELD_SET, 0, .names = condition_names),
};
static const struct shape monster_shape =
    OPEN_SHAPE("MonsterFigures", struct monster, monster_fields, offsetof(struct monster, seen));

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
	*out = (struct stat_block){
	    .kind = KIND_MONSTER,
	    .name = m.name,
	    .monster = move->monster,
	    .dexterity = m.abilities[SAVE_DEX],
	    .constitution = m.abilities[SAVE_CON],
	    .initiative_bonus = shape_seen(&monster_shape, &m, "initiative")
	                            ? m.initiative
	                            : ability_modifier(m.abilities[SAVE_DEX]),
	    .armor_class = m.ac,
	    .hp = {.current = m.hp, .max = m.hp},
	    .hit_dice = m.hit_dice,
	    .resistances = m.resistances,
	    .vulnerabilities = m.vulnerabilities,
	    .immunities = m.immunities,
	    .condition_immunities = m.condition_immunities,
	    .speed = m.walk,
	    .xp = m.xp,
	};
	for (enum save i = 0; i < SAVES; i++)
		out->saves[i] = m.saves.seen.present >> i & 1 ? m.saves.bonus[i]
		                                              : ability_modifier(m.abilities[i]);
	if (m.legendary) {
		struct resource *r = ARENA_NEW(rq->arena, struct resource);

		*r = (struct resource){
		    .kind = RESOURCE_LEGENDARY_ACTION, .left = m.legendary, .max = m.legendary};
		out->resources = (struct list){r, 1};
	}
	return 0;
}

int stats_of_sheet(struct request *rq, struct str json, enum ruleset ruleset, struct str name,
                   struct uuid character, struct stat_block *out)
{
	struct sheet *sheet = ARENA_NEW(rq->arena, struct sheet);
	struct str wrapped = arena_printf(rq->arena, "{\"sheet\":%.*s}", STR_ARG(json));

	if (!json_decode(wrapped, &sheet_wrapped, rq->arena, sheet, &rq->problems))
		return fail(rq, ERR_INTERNAL);
	*out = sheet_stat_block(sheet, catalog_srd(ruleset), rq->arena, name, character);
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
	return stats_of_sheet(rq, db_str(rows, 0, 1), ruleset,
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
