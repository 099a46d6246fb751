#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/reading.h"
#include "cgi/api/fields.h"
#include "common/rules/difficulty.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field step_fields[] = {
    ROW_STR("name", 20, "What it is called."),
    ROW_INT("xp", 0, INT32_MAX, "The experience points that it begins with or, 2024, goes up to."),
};
static const struct shape step_shape = SHAPE_ROW("DifficultyStep", step_fields);
static const struct field step_item = {.kind = FIELD_OBJECT, .shape = &step_shape};

static const struct field difficulty_fields[] = {
    ROW_STR("rating", 20,
            "2014: trivial, easy, medium, hard or deadly; 2024: trivial, low, moderate, high or "
            "above high."),
    ROW("steps", FIELD_LIST, FIELD_REQUIRED, .max = DIFFICULTY_STEPS, .item = &step_item,
        .doc = "What the party can take, the easiest first."),
    ROW_STR("multiplier", 8, "What the number of monsters makes of their worth; 2024 always 1."),
    ROW_INT("adjusted_xp", 0, INT32_MAX, "The experience points that are compared."),
    ROW("adventuring_day", FIELD_INT, 0, .max = INT32_MAX,
        .doc = "2014: the adjusted experience points that the party can take in a day."),
};
static const struct shape ruleset_shape = SHAPE_ROW("Difficulty", difficulty_fields);

static const struct field level_item = {.kind = FIELD_INT, .max = PARTY_LEVEL_MAX};
static const struct field answer_fields[] = {
    ROW("levels", FIELD_LIST, FIELD_REQUIRED, .max = ENCOUNTER_COMBATANTS_MAX, .item = &level_item,
        .doc = "The levels of the characters in the encounter."),
    ROW_INT("monsters", 0, ENCOUNTER_COMBATANTS_MAX, "How many others are worth something."),
    ROW_INT("xp", 0, INT32_MAX, "What they are worth together."),
    ROW_OBJECT("2014", &ruleset_shape, "By the rules of 2014."),
    ROW_OBJECT("2024", &ruleset_shape, "By the rules of 2024."),
};
const struct shape difficulty_shape = SHAPE_ROW("EncounterDifficulty", answer_fields);

static void put(struct buf *b, const char *name, const struct difficulty *d)
{
	buf_printf(b, ",\"%s\":{\"rating\":\"%s\",\"steps\":[", name, d->rating);
	for (size_t i = 0; i < d->steps; i++)
		buf_printf(b, "%s{\"name\":\"%s\",\"xp\":%lld}", i ? "," : "", d->names[i],
		           (long long)d->thresholds[i]);
	buf_printf(b, "],\"multiplier\":\"%d%s\",\"adjusted_xp\":%lld", d->multiplier / 2,
	           d->multiplier % 2 ? ".5" : "", (long long)d->adjusted_xp);
	if (d->adventuring_day)
		buf_printf(b, ",\"adventuring_day\":%lld", (long long)d->adventuring_day);
	buf_putc(b, '}');
}

int difficulty_get(struct request *rq)
{
	size_t own = reading_queue(rq), party, monsters = 0;
	int32_t levels[ENCOUNTER_COMBATANTS_MAX], xp[ENCOUNTER_COMBATANTS_MAX], sum = 0;
	struct buf b = BUF(rq->arena);
	const struct db_rows *rows;
	struct reading r;

	db_queue(rq->db, &q_encounters_levels, rq_uuid(rq, rq->ids[0]));
	if (reading_run(rq, &r))
		return rq->answer->status;
	rows = db_result(rq->db, own);
	party = db_count(rows);
	BUF_LIT(&b, "{\"levels\":[");
	for (size_t i = 0; i < party; i++) {
		levels[i] = (int32_t)db_int(rows, i, 0);
		buf_printf(&b, "%s%d", i ? "," : "", levels[i]);
	}
	for (size_t i = 0; i < r.e->state.count; i++) {
		const struct combatant *c = &r.e->state.combatants[i];

		if (c->kind == KIND_CHARACTER || !c->xp)
			continue;
		xp[monsters++] = c->xp;
		sum += c->xp;
	}
	buf_printf(&b, "],\"monsters\":%zu,\"xp\":%d", monsters, sum);
	for (enum ruleset k = RULESET_2014; k < RULESETS; k++) {
		const struct difficulty d = difficulty_of(k, levels, party, xp, monsters);

		put(&b, ruleset_names[k], &d);
	}
	buf_putc(&b, '}');
	return answer_json(rq, 200, buf_str(&b));
}
