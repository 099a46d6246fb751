/* Encounters that fit a party: a random table of them, all of the difficulty that was asked for. */
#include "cgi/api/compendium/compendium.h"
#include "cgi/api/compendium/query.h"
#include "cgi/api/fields.h"
#include "common/compendium/fields.h"
#include "common/rules/difficulty.h"
#include "queries.h"

#include "common/base/poison.h"

enum { ROWS_DEFAULT = 6, ROWS_MAX = 20, KINDS_MAX = 2, GROUP_MAX = 10, TRIALS = 4000 };

struct suggest_query {
	struct str levels, difficulty, type, environment;
	int32_t ruleset, rows;
};

#define QUERY(member, kind_, ...) FIELD(struct suggest_query, member, kind_, 0, __VA_ARGS__)
static const struct field query_fields[] = {
    QUERY(
        levels, FIELD_STR, .min = 1, .max = 300,
        .doc =
            "The levels of the party, separated by commas; those of the campaign's characters when "
            "not given."),
    QUERY(difficulty, FIELD_STR, .min = 1, .max = 20,
          .doc = "2014: easy, medium, hard, deadly; 2024: low, moderate, high. The second when not "
                 "given."),
    QUERY(type, FIELD_STR, .min = 1, .max = 200, .doc = "Creature types, separated by commas."),
    QUERY(environment, FIELD_STR, .min = 1, .max = 200,
          .doc = "Where they live, as far as entries say so; the built-in ones do not."),
    QUERY(ruleset, FIELD_ENUM, .names = ruleset_query_names, .doc = "By default the campaign's."),
    QUERY(rows, FIELD_INT, .min = 1, .max = ROWS_MAX, .doc = "How many rows; 6 when not given."),
};
const struct shape suggest_query_shape =
    SHAPE("SuggestionsQuery", struct suggest_query, query_fields);

static const struct field monster_fields[] = {
    ROW_STR("slug", 120, "The monster."),
    ROW_STR("name", 200, "Its name."),
    ROW_STR("cr", 8, "Its challenge rating."),
    ROW_INT("xp", 0, INT32_MAX, "What one of them is worth."),
    ROW_INT("count", 1, GROUP_MAX, "How many of them."),
};
static const struct shape monster_shape = SHAPE_ROW("SuggestedMonster", monster_fields);
static const struct field monster_item = {.kind = FIELD_OBJECT, .shape = &monster_shape};
static const struct field row_fields[] = {
    ROW_INT("roll", 1, ROWS_MAX, "What the die must show for this one."),
    ROW("monsters", FIELD_LIST, FIELD_REQUIRED, .min = 1, .max = KINDS_MAX, .item = &monster_item,
        .doc = "Who is met."),
    ROW_INT("xp", 0, INT32_MAX, "What they are worth."),
    ROW_INT("adjusted_xp", 0, INT32_MAX, "What is compared with the party's budget."),
};
static const struct shape row_shape = SHAPE_ROW("Suggestion", row_fields);
static const struct field row_item = {.kind = FIELD_OBJECT, .shape = &row_shape};
static const struct field level_item = {.kind = FIELD_INT, .min = 1, .max = PARTY_LEVEL_MAX};
static const struct field table_fields[] = {
    ROW_ENUM("ruleset", ruleset_choice, "By which edition's budgets."),
    ROW_STR("difficulty", 20, "What all of them are."),
    ROW("levels", FIELD_LIST, FIELD_REQUIRED, .max = PARTY_SIZE_MAX, .item = &level_item,
        .doc = "The party."),
    ROW_INT("die", 0, ROWS_MAX, "The faces of the die to roll: as many as there are rows."),
    ROW("suggestions", FIELD_LIST, FIELD_REQUIRED, .max = ROWS_MAX, .item = &row_item,
        .doc = "The rows; none when no monsters fit."),
};
const struct shape suggestions_shape = SHAPE_ROW("Suggestions", table_fields);

struct candidate {
	struct str slug, name, cr, type;
	int32_t xp;
	bool led; /* a row has it as its first monster */
};

struct group {
	const struct candidate *who;
	int32_t count;
};

struct search {
	struct request *rq;
	enum ruleset ruleset;
	const char *wanted;
	int32_t levels[PARTY_SIZE_MAX];
	size_t party, count;
	struct candidate *all;
	struct buf rows;
	size_t row_count;
};

static struct difficulty judge(const struct search *s, const struct group *groups, size_t kinds)
{
	int32_t xp[KINDS_MAX * GROUP_MAX];
	size_t n = 0;

	for (size_t i = 0; i < kinds; i++)
		for (int32_t k = 0; k < groups[i].count; k++)
			xp[n++] = groups[i].who->xp;
	return difficulty_of(s->ruleset, s->levels, s->party, xp, n);
}

static void write_suggestion(struct search *s, const struct group *groups, size_t kinds,
                             const struct difficulty *d)
{
	struct buf *b = &s->rows;

	if (s->row_count++)
		buf_putc(b, ',');
	buf_printf(b, "{\"roll\":%zu,\"monsters\":[", s->row_count);
	for (size_t i = 0; i < kinds; i++) {
		const struct candidate *c = groups[i].who;

		buf_put(b, i ? STR(",{\"slug\":") : STR("{\"slug\":"));
		buf_json_str(b, c->slug);
		BUF_LIT(b, ",\"name\":");
		buf_json_str(b, c->name);
		BUF_LIT(b, ",\"cr\":");
		buf_json_str(b, c->cr);
		buf_printf(b, ",\"xp\":%d,\"count\":%d}", c->xp, groups[i].count);
	}
	buf_printf(b, "],\"xp\":%lld,\"adjusted_xp\":%lld}", (long long)d->xp,
	           (long long)d->adjusted_xp);
}

static struct candidate *any_candidate(const struct search *s)
{
	return &s->all[arc4random_uniform((uint32_t)s->count)];
}

/* Lone monsters, groups of a kind, and leaders with lesser company of their type take turns. Each monster
 * leads once, so that no two rows are alike. */
static void try_one(struct search *s)
{
	struct candidate *lead = any_candidate(s);
	size_t kinds = s->row_count % 3 == 2 ? 2 : 1;
	struct group groups[KINDS_MAX] = {{lead, 1}};
	int32_t *grows = &groups[kinds - 1].count, from = s->row_count % 3 == 1 ? 2 : 1;

	if (lead->led)
		return;
	if (kinds == 2) {
		groups[1].who = any_candidate(s);
		if (groups[1].who->xp * 2 > lead->xp || !str_eq(groups[1].who->type, lead->type))
			return;
	}
	for (*grows = from; *grows <= GROUP_MAX; (*grows)++) {
		struct difficulty d = judge(s, groups, kinds);

		if (strcmp(d.rating, s->wanted) == 0) {
			lead->led = true;
			write_suggestion(s, groups, kinds, &d);
			return;
		}
		if (kinds == 1 && from == 1)
			return;
	}
}

/* Where one of the three kinds finds nothing, the next is tried by lowering what is asked of it. */
static void fill(struct search *s, size_t rows)
{
	for (size_t t = 0; t < TRIALS && s->count && s->row_count < rows; t++) {
		size_t before = s->row_count;

		try_one(s);
		if (s->row_count == before && t % 3 == 2) {
			struct candidate *lead = any_candidate(s);
			struct group alone[1] = {{lead, 1 + (int32_t)(t % GROUP_MAX)}};
			struct difficulty d = judge(s, alone, 1);

			if (t > TRIALS / 2 && !lead->led && strcmp(d.rating, s->wanted) == 0) {
				lead->led = true;
				write_suggestion(s, alone, 1, &d);
			}
		}
	}
}

/* "3,3,4" into levels; false when it is none. */
static bool read_levels(struct search *s, struct str text)
{
	while (text.n) {
		struct str one = str_trim(str_cut(&text, ','));
		int64_t level;

		if (s->party == PARTY_SIZE_MAX || !str_to_int(one, 1, PARTY_LEVEL_MAX, &level))
			return false;
		s->levels[s->party++] = (int32_t)level;
	}
	return true;
}

/* The name of the step, checked against those of the ruleset. 0, or the answer's status. */
static int choose_difficulty(struct search *s, struct str asked)
{
	struct difficulty d = difficulty_of(s->ruleset, s->levels, s->party, NULL, 0);
	struct buf message = BUF(s->rq->arena);

	s->wanted = d.names[1];
	for (size_t i = 0; i < d.steps; i++)
		if (str_eq(asked, str_of(d.names[i])))
			s->wanted = d.names[i];
	if (!asked.n || str_eq(asked, str_of(s->wanted)))
		return 0;
	BUF_LIT(&message, "must be one of:");
	for (size_t i = 0; i < d.steps; i++)
		buf_printf(&message, "%s %s", i ? "," : "", d.names[i]);
	return fail_field(s->rq, "difficulty", "NOT_ALLOWED", buf_str(&message));
}

static void read_candidates(struct search *s, const struct db_rows *rows)
{
	s->all = ARENA_ARRAY(s->rq->arena, struct candidate, db_count(rows) + 1);
	for (size_t i = 0; i < db_count(rows) && !db_null(rows, i, 3); i++)
		s->all[s->count++] = (struct candidate){.slug = db_str(rows, i, 3),
		                                        .name = db_str(rows, i, 4),
		                                        .cr = db_str(rows, i, 5),
		                                        .xp = (int32_t)db_int(rows, i, 6),
		                                        .type = db_str(rows, i, 7)};
}

int suggestions_get(struct request *rq)
{
	const struct suggest_query *query = rq->query;
	struct search s = {.rq = rq, .rows = BUF(rq->arena)};
	struct buf filters = BUF(rq->arena), b = BUF(rq->arena);
	const struct db_rows *rows;
	enum db_error error;

	if (!read_levels(&s, query->levels))
		return fail_field(rq, "levels", "NOT_ALLOWED",
		                  STR("must be levels from 1 to 20, separated by commas"));
	put_any_tag(&filters, "entry", STR("monsters"));
	if (query->type.n)
		put_any_tag(&filters, "type", query->type);
	if (query->environment.n)
		put_any_tag(&filters, "environment", query->environment);
	error = db_query(
	    rq->db, &q_compendium_suggest, rq_uuid(rq, rq->user_id), rq_uuid(rq, rq->ids[0]),
	    ruleset_asked(query->ruleset), rq_str(rq, buf_str(&filters)),
	    query->levels.n ? arena_printf(rq->arena, "{%.*s}", STR_ARG(query->levels)).p : NULL);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	s.ruleset = str_eq(db_str(rows, 0, 1), STR("2024")) ? RULESET_2024 : RULESET_2014;
	if (!query->levels.n && (!read_levels(&s, db_str(rows, 0, 2)) || !s.party))
		return fail_field(
		    rq, "levels", "REQUIRED",
		    STR("the campaign has no characters yet: say the party's levels"));
	if (choose_difficulty(&s, query->difficulty))
		return rq->answer->status;
	read_candidates(&s, rows);
	fill(&s, query->rows ? (size_t)query->rows : ROWS_DEFAULT);
	buf_printf(&b, "{\"ruleset\":\"%s\",\"difficulty\":\"%s\",\"levels\":[",
	           ruleset_names[s.ruleset], s.wanted);
	for (size_t i = 0; i < s.party; i++)
		buf_printf(&b, "%s%d", i ? "," : "", s.levels[i]);
	buf_printf(&b, "],\"die\":%zu,\"suggestions\":[", s.row_count);
	buf_put(&b, buf_str(&s.rows));
	BUF_LIT(&b, "]}");
	return answer_json(rq, 200, buf_str(&b));
}
