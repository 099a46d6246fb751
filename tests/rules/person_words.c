#include "tests/rules/person_words.h"

#include "common/base/poison.h"

bool find_name(const char *const *names, struct str word, int32_t *index)
{
	for (int32_t i = 0; names[i]; i++)
		if (str_eq(word, str_of(names[i]))) {
			*index = i;
			return true;
		}
	return false;
}

struct uuid numbered_id(uint8_t family, int32_t number)
{
	struct uuid id = {{family}};

	id.b[14] = (uint8_t)(number >> 8);
	id.b[15] = (uint8_t)number;
	return id;
}

bool find_id(struct trial *t, const struct encounter *e, struct str name, struct uuid *id)
{
	for (size_t i = 0; i < e->count; i++)
		if (str_eq(e->combatants[i].name, name)) {
			*id = e->combatants[i].id;
			return true;
		}
	*id = numbered_id(0xFF, 1);
	if (str_eq(name, STR("nobody")))
		return true;
	return wrong(t, "the case names %.*s, who is not there", STR_ARG(name));
}

/* The same name is the same character, unless `sheet` tells them apart. */
static struct uuid character_of(struct str name, int32_t sheet)
{
	struct uuid id = numbered_id(0xCC, sheet);

	for (size_t i = 0; i < name.n; i++)
		id.b[1 + i % 12] = (uint8_t)(id.b[1 + i % 12] * 31 + (uint8_t)name.p[i]);
	return id;
}

static bool read_hit_points(struct str *rest, struct hit_points *hp)
{
	struct str text;
	int64_t current, max;

	if (!next_word(rest, &text) ||
	    !str_to_int(str_cut(&text, '/'), INT32_MIN, INT32_MAX, &current))
		return false;
	max = current;
	if (text.n && !str_to_int(text, INT32_MIN, INT32_MAX, &max))
		return false;
	hp->current = (int32_t)current;
	hp->max = (int32_t)max;
	return true;
}

static bool read_damage_bit(struct str *rest, uint32_t *set)
{
	struct str word;
	int32_t type;

	if (!next_word(rest, &word) || !find_name(damage_type_names, word, &type))
		return false;
	*set |= DAMAGE_BIT((unsigned)type);
	return true;
}

static bool is_add_word(struct person *p, struct str word, struct str *rest, bool *good)
{
	int64_t count;

	if (!p->move)
		return false;
	if (str_eq(word, STR("hp-rolled")))
		p->move->hp = HP_ROLL;
	else if (str_eq(word, STR("hp-set")))
		*good = next_number(rest, &p->move->hp);
	else if (str_eq(word, STR("dice")))
		*good = next_word(rest, &p->stats->hit_dice);
	else if (word.p[0] == 'x' && str_to_int(str_sub(word, 1, word.n), 1, 300, &count))
		p->move->count = (int32_t)count;
	else
		return false;
	return true;
}

/* `2/3`, or `3` for 3/3. */
static bool read_uses(struct str *rest, struct resource *r)
{
	struct hit_points uses;

	if (!read_hit_points(rest, &uses))
		return false;
	r->left = uses.current;
	r->max = uses.max;
	return true;
}

/* A resource: slot 1 2/4, pact 1 2, hit-die 8 2/5, feature NAME 1/3, item NAME 3, legendary 3,
 * resistance 3; and when it comes back: recharge 5, short_rest, long_rest, on-short 1, regain 1d4. */
static bool read_resource(struct person *p, struct str word, struct str *rest, bool *good)
{
	static const char *const words[] = {"feature",   "item",       "slot",    "pact",
	                                    "legendary", "resistance", "hit-die", NULL};
	struct resource *all = p->c.resources.items, *r;
	struct str after, next;
	int32_t kind;

	if (!find_name(words, word, &kind))
		return false;
	if (!all)
		p->c.resources.items = all =
		    ARENA_ARRAY(p->t->arena, struct resource, RESOURCES_MAX);
	r = &all[p->c.resources.count++];
	r->kind = (enum resource_kind)kind;
	if (r->kind == RESOURCE_FEATURE || r->kind == RESOURCE_ITEM)
		*good = next_word(rest, &r->name);
	else if (r->kind == RESOURCE_SLOT || r->kind == RESOURCE_PACT_SLOT ||
	         r->kind == RESOURCE_HIT_DIE)
		*good = next_number(rest, &r->level);
	*good = *good && read_uses(rest, r);
	for (after = *rest; *good && next_word(&after, &next); *rest = after) {
		if (str_eq(next, STR("recharge")))
			*good = next_number(&after, &r->recharge);
		else if (str_eq(next, STR("on-short")))
			*good = next_number(&after, &r->regain_on_short_rest);
		else if (str_eq(next, STR("regain")))
			*good = next_word(&after, &r->regain);
		else if (find_name(recharge_names, next, &kind))
			r->resets = (enum recharge)kind;
		else
			break;
	}
	return true;
}

/* attack NAME 5 [deals DICE] [misses DICE] [reach 5] [range 20 60] [crits 19] */
static bool read_attack(struct person *p, struct str *rest)
{
	struct attack *all = p->c.attacks.items, *a;
	struct str after, word;
	bool good = true;

	if (!all)
		p->c.attacks.items = all = ARENA_ARRAY(p->t->arena, struct attack, ATTACKS_MAX + 1);
	a = &all[p->c.attacks.count++];
	if (!next_word(rest, &a->name) || !next_number(rest, &a->to_hit))
		return false;
	for (after = *rest; good && next_word(&after, &word); *rest = after) {
		if (str_eq(word, STR("deals")))
			good = next_word(&after, &a->damage);
		else if (str_eq(word, STR("misses")))
			good = next_word(&after, &a->miss);
		else if (str_eq(word, STR("reach")))
			good = next_number(&after, &a->reach);
		else if (str_eq(word, STR("crits")))
			good = next_number(&after, &a->critical);
		else if (str_eq(word, STR("range")))
			good =
			    next_number(&after, &a->range) && next_number(&after, &a->range_long);
		else
			break;
	}
	return good;
}

bool read_until(struct trial *t, const struct encounter *e, struct str *rest, struct until *until)
{
	struct str word;
	int32_t save;

	if (!next_word(rest, &word))
		return false;
	if (str_eq(word, STR("forever")))
		return true;
	if (str_eq(word, STR("healed"))) {
		until->at = UNTIL_HEALED;
		return true;
	}
	if (str_eq(word, STR("save"))) {
		until->at = UNTIL_SAVE;
		if (!next_word(rest, &word) || !find_name(save_names, word, &save))
			return false;
		until->save = (enum save)save;
		return next_number(rest, &until->dc);
	}
	until->at = str_eq(word, STR("start")) ? UNTIL_START_OF_TURN : UNTIL_END_OF_TURN;
	if (!next_word(rest, &word) || !find_id(t, e, word, &until->combatant_id))
		return false;
	until->rounds = 1;
	next_number(rest, &until->rounds);
	return true;
}

/* has CONDITION [by NAME] [until …] [upheld] */
static bool read_held(struct person *p, struct str *rest)
{
	struct condition_held *all = p->c.conditions.items, *held;
	struct str after, word;
	int32_t condition;

	if (!all)
		p->c.conditions.items = all =
		    ARENA_ARRAY(p->t->arena, struct condition_held, CONDITIONS_MAX + 2);
	held = &all[p->c.conditions.count++];
	if (!next_word(rest, &word) || !find_name(condition_names, word, &condition))
		return false;
	held->condition = (enum condition)condition;
	for (after = *rest; next_word(&after, &word); *rest = after) {
		if (str_eq(word, STR("by"))) {
			if (!next_word(&after, &word) ||
			    !find_id(p->t, p->known, word, &held->source))
				return false;
		} else if (str_eq(word, STR("until"))) {
			if (!read_until(p->t, p->known, &after, &held->until))
				return false;
		} else if (str_eq(word, STR("upheld"))) {
			held->concentration = true;
		} else {
			break;
		}
	}
	return true;
}

/* `spent` or `unspent` and what. */
static bool *spent_member(struct spent *spent, struct str word)
{
	struct {
		const char *word;
		bool *member;
	} all[] = {
	    {"action", &spent->action},
	    {"bonus_action", &spent->bonus_action},
	    {"reaction", &spent->reaction},
	    {"interaction", &spent->interaction},
	    {"slot", &spent->slot},
	    {"bonus_spell", &spent->bonus_spell},
	    {"other_spell", &spent->other_spell},
	    {"death_save", &spent->death_save},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(word, str_of(all[i].word)))
			return all[i].member;
	return NULL;
}

bool is_spent(const struct combatant *c, struct str word, bool *known)
{
	struct spent spent = c->spent;
	const bool *member = spent_member(&spent, word);

	*known = member != NULL;
	return member && *member;
}

static bool read_body_word(struct person *p, struct str word, struct str *rest, bool *good)
{
	struct combatant *c = &p->c;
	struct {
		const char *word;
		bool *into;
	} truths[] = {
	    {"dead", &c->dying.dead},     {"stable", &c->dying.stable},
	    {"surprised", &c->surprised}, {"delaying", &c->delaying},
	    {"missed", &c->missed},       {"making-up", &c->making_up},
	    {"lair", &c->lair},           {"death-saves", &c->dying.saves},
	};
	bool *spent;
	int32_t index;

	for (size_t i = 0; i < sizeof truths / sizeof *truths; i++)
		if (str_eq(word, str_of(truths[i].word)))
			return *truths[i].into = true;
	if (read_resource(p, word, rest, good))
		return true;
	if (str_eq(word, STR("has")))
		*good = read_held(p, rest);
	else if (str_eq(word, STR("edge"))) {
		*good = next_word(rest, &word) && find_name(advantage_names, word, &index);
		if (*good)
			c->advantages |= ADVANTAGE_BIT(index);
	} else if (str_eq(word, STR("attack")))
		*good = read_attack(p, rest);
	else if (str_eq(word, STR("concentrating")))
		*good = next_word(rest, &c->concentration.spell);
	else if (str_eq(word, STR("readied")))
		*good = next_word(rest, &c->readied);
	else if (str_eq(word, STR("queued")))
		*good = next_word(rest, &c->queued);
	else if (str_eq(word, STR("spent")))
		*good = next_word(rest, &word) && (spent = spent_member(&c->spent, word)) &&
		        (*spent = true);
	else if (str_eq(word, STR("save")))
		*good = next_word(rest, &word) && find_name(save_names, word, &index) &&
		        next_number(rest, &c->saves[index]);
	else if (str_eq(word, STR("immune-to"))) {
		*good = next_word(rest, &word) && find_name(condition_names, word, &index);
		if (*good)
			c->condition_immunities |= CONDITION_BIT(index);
	} else
		return false;
	return true;
}

static bool read_word(struct person *p, struct str word, struct str *rest)
{
	struct number_word {
		const char *word;
		int32_t *into;
	} numbers[] = {
	    {"temp", &p->c.hp.temp},
	    {"max-lost", &p->c.max_lost},
	    {"init", &p->c.initiative},
	    {"tie", &p->c.tiebreak},
	    {"bonus", &p->c.initiative_bonus},
	    {"dex", &p->c.dexterity},
	    {"con", &p->c.constitution},
	    {"ac", &p->c.armor_class},
	    {"xp", &p->c.xp},
	    {"sheet", &p->sheet},
	    {"speed", &p->c.speed},
	    {"threshold", &p->c.damage_threshold},
	    {"exhaustion", &p->c.exhaustion},
	    {"successes", &p->c.dying.successes},
	    {"failures", &p->c.dying.failures},
	    {"moved", &p->c.spent.moved},
	};
	bool good = true;
	int32_t kind;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (str_eq(word, str_of(numbers[i].word))) {
			p->c.rolled |= numbers[i].into == &p->c.initiative;
			p->tied |= numbers[i].into == &p->c.tiebreak;
			return next_number(rest, numbers[i].into);
		}
	if (is_add_word(p, word, rest, &good) || read_body_word(p, word, rest, &good))
		return good;
	if (find_name(combatant_kind_names, word, &kind)) {
		p->c.kind = (enum combatant_kind)kind;
		return true;
	}
	if (str_eq(word, STR("hp")))
		return read_hit_points(rest, &p->c.hp);
	if (str_eq(word, STR("slug")))
		return next_word(rest, &p->c.monster);
	if (str_eq(word, STR("resists")))
		return read_damage_bit(rest, &p->c.resistances);
	if (str_eq(word, STR("vulnerable")))
		return read_damage_bit(rest, &p->c.vulnerabilities);
	if (str_eq(word, STR("immune")))
		return read_damage_bit(rest, &p->c.immunities);
	if (!str_eq(word, STR("hidden")))
		return false;
	p->c.hidden = true;
	return true;
}

bool read_person(struct trial *t, struct str name, struct str *rest, struct person *p)
{
	struct str before = *rest, word;

	p->t = t;
	p->c.kind = KIND_MONSTER;
	p->c.name = name;
	p->c.monster = name;
	p->c.hp = (struct hit_points){10, 10, 0};
	p->c.dexterity = 10;
	p->c.armor_class = 12;
	while (next_word(rest, &word)) {
		if (str_eq(word, STR("with"))) {
			*rest = before;
			break;
		}
		if (!read_word(p, word, rest))
			return wrong(t, "the case says \"%.*s\" of %.*s", STR_ARG(word),
			             STR_ARG(name));
		before = *rest;
	}
	if (p->c.kind != KIND_MONSTER)
		p->c.monster = (struct str){0};
	if (p->c.kind == KIND_CHARACTER)
		p->c.character_id = character_of(name, p->sheet);
	if (!p->tied && p->c.rolled)
		p->c.tiebreak = p->c.dexterity;
	return true;
}

static bool read_item(struct trial *t, struct str item, struct encounter *e,
                      const struct encounter *known, struct str *turn)
{
	struct person p = {.known = known};
	struct str word;
	int32_t index;

	if (!next_word(&item, &word))
		return wrong(t, "the case has nothing between two commas");
	if (find_name(ruleset_names, word, &index)) {
		e->ruleset = (enum ruleset)index;
		return true;
	}
	if (find_name(encounter_status_names, word, &index)) {
		e->status = (enum encounter_status)index;
		return true;
	}
	if (str_eq(word, STR("each-round"))) {
		if (!next_word(&item, &word) || !find_name(each_round_names, word, &index))
			return wrong(t, "the case does not say who shares a die each round");
		e->each_round = (enum each_round)index;
		return true;
	}
	if (str_eq(word, STR("round")))
		return next_number(&item, &e->round) || wrong(t, "the case has no round");
	if (str_eq(word, STR("turn")))
		return next_word(&item, turn) || wrong(t, "the case has no turn");
	if (e->count == ENCOUNTER_COMBATANTS_MAX ||
	    (!read_person(t, word, &item, &p) && known != e))
		return t->why.n ? false : wrong(t, "too many");
	p.c.ordinal = e->next_ordinal++;
	p.c.id = numbered_id(1, p.c.ordinal);
	e->combatants[e->count++] = p.c;
	return true;
}

/* Twice: those who are named before they come are known the second time. */
static bool read_people(struct trial *t, struct str given, struct encounter *e,
                        const struct encounter *known, struct str *turn)
{
	*e = (struct encounter){.status = ENCOUNTER_ACTIVE, .round = -1, .next_ordinal = 1};
	e->combatants = ARENA_ARRAY(t->arena, struct combatant, ENCOUNTER_COMBATANTS_MAX);
	while (given.n)
		if (!read_item(t, cut_item(&given, ','), e, known ? known : e, turn) && known)
			return false;
	return true;
}

bool read_state(struct trial *t, struct str given, struct encounter *e)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	struct str turn = {0};
	struct encounter known;

	read_people(t, given, &known, NULL, &turn);
	t->why = (struct str){0};
	if (!read_people(t, given, e, &known, &turn))
		return false;
	if (e->round < 0)
		e->round = e->status != ENCOUNTER_DRAFT;
	if (turn.n)
		return find_id(t, e, turn, &e->turn);
	if ((e->status == ENCOUNTER_ACTIVE || e->status == ENCOUNTER_PAUSED) &&
	    encounter_order(e, order))
		e->turn = e->combatants[order[0]].id;
	return true;
}
