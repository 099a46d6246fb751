#include "common/base/buf.h"
#include "tests/rules/story.h"

#include "common/base/poison.h"

static const char *name_of(const struct encounter *e, struct uuid id, struct arena *arena)
{
	const struct combatant *c = encounter_find(e, id);

	return c ? arena_cstr(arena, c->name) : "nobody";
}

static bool expect_number(struct story *s, struct str *words, const char *what, int32_t is)
{
	int32_t should;

	if (!next_number(words, &should))
		return wrong(s->t, "the case expects no number for %s", what);
	return should == is || wrong(s->t, "%s is %d, not %d", what, is, should);
}

static bool expect_hp(struct story *s, struct str *words, const struct hit_points *hp)
{
	struct str text = {0}, max;
	int64_t current = -1, most = hp->max;

	next_word(words, &text);
	max = text;
	if (!str_to_int(str_cut(&max, '/'), 0, INT32_MAX, &current) ||
	    (max.n && !str_to_int(max, 0, INT32_MAX, &most)))
		return wrong(s->t, "the case expects no hit points");
	return (current == hp->current && most == hp->max) ||
	       wrong(s->t, "hp is %d/%d, not %.*s", hp->current, hp->max, STR_ARG(text));
}

static bool expect_condition(struct story *s, const struct combatant *c, struct str *words,
                             bool should)
{
	struct str word;
	int32_t index;

	if (!next_word(words, &word) || !find_name(condition_names, word, &index))
		return wrong(s->t, "the case expects no condition");
	if (!!(combatant_conditions(c) & CONDITION_BIT(index)) == should)
		return true;
	return wrong(s->t, "%s %.*s", should ? "is not" : "is", STR_ARG(word));
}

static bool expect_state(struct story *s, const struct combatant *c, struct str *words, bool should)
{
	struct str word;
	int32_t index;

	if (!next_word(words, &word) || !find_name(state_names, word, &index))
		return wrong(s->t, "the case expects no state");
	if (!!(combatant_states(s->now.ruleset, c) >> index & 1) == should)
		return true;
	return wrong(s->t, "%s %.*s", should ? "not" : "under", STR_ARG(word));
}

static bool expect_spent(struct story *s, const struct combatant *c, struct str *words, bool should)
{
	struct str word = {0};
	bool known, spent;

	next_word(words, &word);
	spent = is_spent(c, word, &known);
	if (!known)
		return wrong(s->t, "the case spends \"%.*s\"", STR_ARG(word));
	return spent == should ||
	       wrong(s->t, "%.*s is%s spent", STR_ARG(word), spent ? "" : " not");
}

/* left NAME 2, or of slots and the like: left slot 1 2, left legendary 3 */
static bool expect_left(struct story *s, const struct combatant *c, struct str *words)
{
	static const char *const kinds[] = {"-",         "--",         "slot",    "pact",
	                                    "legendary", "resistance", "hit-die", NULL};
	const struct resource *r = c->resources.items;
	struct str word = {0};
	int32_t kind = -1, level = 0;

	next_word(words, &word);
	find_name(kinds, word, &kind);
	if (kind == RESOURCE_SLOT || kind == RESOURCE_PACT_SLOT || kind == RESOURCE_HIT_DIE)
		next_number(words, &level);
	for (size_t i = 0; i < c->resources.count; i++)
		if (kind < 0 ? str_eq(r[i].name, word)
		             : (int32_t)r[i].kind == kind && r[i].level == level)
			return expect_number(s, words, "left", r[i].left);
	return wrong(s->t, "there is no %.*s", STR_ARG(word));
}

static bool expect_text(struct story *s, struct str *words, struct str is)
{
	struct str word = {0};

	return (next_word(words, &word) && str_eq(word, is)) ||
	       wrong(s->t, "it is \"%.*s\", not \"%.*s\"", STR_ARG(is), STR_ARG(word));
}

static bool expect_truth(struct story *s, const struct combatant *c, struct str word, bool *known)
{
	struct {
		const char *word;
		bool is;
	} all[] = {
	    {"dead", combatant_dead(c)},
	    {"alive", !combatant_dead(c)},
	    {"dying", combatant_dying(c)},
	    {"stable", c->dying.stable},
	    {"surprised", c->surprised},
	    {"ready", !c->surprised},
	    {"delaying", c->delaying},
	    {"missed", c->missed},
	    {"making-up", c->making_up},
	    {"on-time", !c->missed},
	    {"finished", !c->making_up},
	    {"distracted", !c->concentration.spell.n},
	    {"idle", !c->readied.n && !c->queued.n},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (!str_eq(word, str_of(all[i].word)))
			continue;
		*known = true;
		return all[i].is || wrong(s->t, "not %s", all[i].word);
	}
	return *known = false;
}

static bool expect_body(struct story *s, const struct combatant *c, struct str word,
                        struct str *words)
{
	bool known, holds = expect_truth(s, c, word, &known);
	struct {
		const char *word;
		int32_t is;
	} numbers[] = {
	    {"successes", c->dying.successes},
	    {"failures", c->dying.failures},
	    {"exhaustion", c->exhaustion},
	    {"speed", combatant_speed(s->now.ruleset, c)},
	    {"most", combatant_hp_max(s->now.ruleset, c)},
	    {"max-lost", c->max_lost},
	    {"due", (int32_t)c->concentration.saves.count},
	    {"moved", c->spent.moved},
	    {"bears", (int32_t)c->conditions.count},
	    {"x", c->x},
	    {"y", c->y},
	};

	if (known)
		return holds;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (str_eq(word, str_of(numbers[i].word)))
			return expect_number(s, words, numbers[i].word, numbers[i].is);
	if (str_eq(word, STR("is")) || str_eq(word, STR("not")))
		return expect_condition(s, c, words, str_eq(word, STR("is")));
	if (str_eq(word, STR("under")) || str_eq(word, STR("free-of")))
		return expect_state(s, c, words, str_eq(word, STR("under")));
	if (str_eq(word, STR("spent")) || str_eq(word, STR("unspent")))
		return expect_spent(s, c, words, str_eq(word, STR("spent")));
	if (str_eq(word, STR("left")))
		return expect_left(s, c, words);
	if (str_eq(word, STR("concentrating")))
		return expect_text(s, words, c->concentration.spell);
	if (str_eq(word, STR("readied")))
		return expect_text(s, words, c->readied);
	if (str_eq(word, STR("queued")))
		return expect_text(s, words, c->queued);
	return wrong(s->t, "the case expects \"%.*s\"", STR_ARG(word));
}

static bool expect_of(struct story *s, const struct combatant *c, struct str word,
                      struct str *words)
{
	if (str_eq(word, STR("hp")))
		return expect_hp(s, words, &c->hp);
	if (str_eq(word, STR("temp")))
		return expect_number(s, words, "temp", c->hp.temp);
	if (str_eq(word, STR("init")))
		return c->rolled ? expect_number(s, words, "init", c->initiative)
		                 : wrong(s->t, "has no initiative");
	if (str_eq(word, STR("tie")))
		return expect_number(s, words, "tie", c->tiebreak);
	if (str_eq(word, STR("ac")))
		return expect_number(s, words, "ac", c->armor_class);
	if (str_eq(word, STR("xp")))
		return expect_number(s, words, "xp", c->xp);
	if (str_eq(word, STR("hidden")))
		return c->hidden || wrong(s->t, "is not hidden");
	if (str_eq(word, STR("shown")))
		return !c->hidden || wrong(s->t, "is hidden");
	if (str_eq(word, STR("unplaced")))
		return !c->rolled || wrong(s->t, "has initiative");
	return expect_body(s, c, word, words);
}

/* `order` and `names`: everyone, and in this order. */
static bool expect_list(struct story *s, struct str words, const size_t *at, size_t n)
{
	const struct encounter *e = &s->now;
	struct str is = {0}, word;
	bool good = true;
	size_t i = 0;

	for (; next_word(&words, &word); i++)
		good = good && i < n && str_eq(word, e->combatants[at[i]].name);
	for (size_t k = 0; k < n; k++)
		is = arena_printf(s->t->arena, "%.*s \"%.*s\"", STR_ARG(is),
		                  STR_ARG(e->combatants[at[k]].name));
	return (good && i == n) || wrong(s->t, "it is%.*s", STR_ARG(is));
}

static bool expect_refusal(struct story *s, struct str words)
{
	const struct rule_error_row *row = &rule_errors[s->out.error];
	struct str code, about;

	if (!s->out.error || !next_word(&words, &code))
		return wrong(s->t, "the move is not refused");
	if (!str_eq(code, str_of(row->code)))
		return wrong(s->t, "refused %s", row->code);
	if (!next_word(&words, &about) || str_eq(about, STR("nobody")))
		return true;
	about = arena_str(s->t->arena, about);
	return str_eq(about, str_of(name_of(&s->now, s->out.about, s->t->arena))) ||
	       wrong(s->t, "refused about %s", name_of(&s->now, s->out.about, s->t->arena));
}

static bool expect_person(struct story *s, struct str name, struct str words)
{
	const struct combatant *c = NULL;
	struct str word;

	for (size_t i = 0; i < s->now.count; i++)
		if (str_eq(s->now.combatants[i].name, name))
			c = &s->now.combatants[i];
	if (!next_word(&words, &word))
		return wrong(s->t, "the case expects nothing of %.*s", STR_ARG(name));
	if (str_eq(word, STR("gone")))
		return !c || wrong(s->t, "%.*s is still there", STR_ARG(name));
	if (!c)
		return wrong(s->t, "%.*s is not there", STR_ARG(name));
	do
		if (!expect_of(s, c, word, &words))
			return wrong(s->t, "%.*s: %.*s", STR_ARG(name), STR_ARG(s->t->why));
	while (next_word(&words, &word));
	return true;
}

bool expect_fact(struct story *s, struct str words)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX], n;
	struct str word;
	int32_t status;

	if (!next_word(&words, &word))
		return wrong(s->t, "the case has nothing between two commas");
	if (str_eq(word, STR("refused")))
		return expect_refusal(s, words);
	if (s->out.error)
		return wrong(s->t, "refused %s", rule_errors[s->out.error].code);
	if (find_name(encounter_status_names, word, &status))
		return (enum encounter_status)status == s->now.status ||
		       wrong(s->t, "it is %s", encounter_status_names[s->now.status]);
	if (str_eq(word, STR("round")))
		return expect_number(s, &words, "round", s->now.round);
	if (str_eq(word, STR("different")))
		return expect_number(s, &words, "different", (int32_t)s->different);
	if (str_eq(word, STR("count")))
		return expect_number(s, &words, "count", (int32_t)s->now.count);
	if (str_eq(word, STR("order"))) {
		n = encounter_order(&s->now, at);
		return expect_list(s, words, at, n);
	}
	if (str_eq(word, STR("names"))) {
		for (n = 0; n < s->now.count; n++)
			at[n] = n;
		return expect_list(s, words, at, n);
	}
	if (str_eq(word, STR("turn"))) {
		const char *is = name_of(&s->now, s->now.turn, s->t->arena);

		if (!next_word(&words, &word))
			return wrong(s->t, "the case expects no turn");
		return str_eq(word, str_of(is)) || wrong(s->t, "it is the turn of %s", is);
	}
	return expect_person(s, word, words);
}

/* Whose number is told also when it is 0. */
static bool counts(enum consequence_kind kind)
{
	static const enum consequence_kind all[] = {
	    CONSEQUENCE_INITIATIVE, CONSEQUENCE_ROUND, CONSEQUENCE_DAMAGE,
	    CONSEQUENCE_HEALED,     CONSEQUENCE_XP,    CONSEQUENCE_TEMP_HP,
	    CONSEQUENCE_EXHAUSTION, CONSEQUENCE_SLOT,  CONSEQUENCE_FEATURE,
	    CONSEQUENCE_ITEM,       CONSEQUENCE_MOVED, CONSEQUENCE_HIT_DIE,
	    CONSEQUENCE_ATTACK};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i] == kind)
			return true;
	return false;
}

/* One consequence in the words of the fourth column, for the line that says what was told. */
static struct str in_words(struct story *s, const struct consequence *c, bool with_rolled,
                           bool with_parts)
{
	const struct encounter *e = encounter_find(&s->now, c->combatant_id) || !s->depth
	                                ? &s->now
	                                : &s->past[s->depth - 1].before;
	const struct damage_result *parts = c->parts.items;
	struct arena *a = s->t->arena;
	struct buf b = BUF(a);
	struct {
		const char *word;
		int32_t number;
	} numbers[] = {{"dc", c->dc},
	               {"lost", c->lost},
	               {"successes", c->successes},
	               {"failures", c->failures}};

	buf_put(&b, str_of(consequence_kind_names[c->kind]));
	if (!uuid_is_nil(c->combatant_id))
		buf_printf(&b, " %s", name_of(e, c->combatant_id, a));
	if (c->name.n)
		buf_printf(&b, " %.*s", STR_ARG(c->name));
	if (counts(c->kind) || c->amount)
		buf_printf(&b, " %d", c->amount);
	if (with_rolled)
		buf_printf(&b, " rolled %d", c->rolled);
	if (c->absorbed)
		buf_printf(&b, " absorbed %d", c->absorbed);
	buf_printf(&b, "%s%s%s", c->resisted ? " resisted" : "", c->vulnerable ? " vulnerable" : "",
	           c->immune ? " immune" : "");
	if (c->save.n)
		buf_printf(&b, " %.*s", STR_ARG(c->save));
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (numbers[i].number)
			buf_printf(&b, " %s %d", numbers[i].word, numbers[i].number);
	buf_printf(&b, "%s%s%s", c->success ? " success" : "", c->critical ? " critical" : "",
	           with_parts ? " parts" : "");
	for (size_t i = 0; i < c->parts.count && with_parts; i++)
		buf_printf(&b, " %s %d", damage_type_names[parts[i].type], parts[i].amount);
	return buf_str(&b);
}

/* The words without quotes and with single blanks. */
static struct str plain(struct arena *a, struct str words)
{
	struct str text = {0}, word;

	while (next_word(&words, &word))
		text = text.n ? arena_printf(a, "%.*s %.*s", STR_ARG(text), STR_ARG(word)) : word;
	return text;
}

static bool has_word(struct str words, struct str wanted)
{
	struct str word;

	while (next_word(&words, &word))
		if (str_eq(word, wanted))
			return true;
	return false;
}

bool expect_told(struct story *s, struct str told)
{
	const struct consequence *c = s->out.consequences.items;
	size_t n = s->out.consequences.count, i = 0;

	if (s->out.error)
		return wrong(s->t, "a refusal tells nothing");
	if (str_eq(told, STR("nothing")))
		return n == 0 || wrong(s->t, "it tells %zu consequences", n);
	for (; told.n; i++) {
		struct str item = cut_item(&told, ','), is;

		if (i == n)
			return wrong(s->t, "it tells only %zu consequences", n);
		is =
		    in_words(s, &c[i], has_word(item, STR("rolled")), has_word(item, STR("parts")));
		if (!str_eq(plain(s->t->arena, item), is))
			return wrong(s->t, "consequence %zu is: %.*s", i + 1, STR_ARG(is));
	}
	return i == n || wrong(s->t, "it tells %zu consequences, not %zu", n, i);
}
