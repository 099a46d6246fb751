#include "tests/rules/move_words.h"

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

static struct uuid numbered_id(uint8_t family, int32_t number)
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

/* A description under way; for `add` with what only a move has. */
struct person {
	struct combatant c;
	int32_t sheet;
	bool tied;
	struct move *move;
	struct stat_block *stats;
};

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

static bool read_word(struct person *p, struct str word, struct str *rest)
{
	struct number_word {
		const char *word;
		int32_t *into;
	} numbers[] = {
	    {"temp", &p->c.hp.temp},  {"init", &p->c.initiative},
	    {"tie", &p->c.tiebreak},  {"bonus", &p->c.initiative_bonus},
	    {"dex", &p->c.dexterity}, {"ac", &p->c.armor_class},
	    {"xp", &p->c.xp},         {"sheet", &p->sheet},
	};
	bool good = true;
	int32_t kind;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (str_eq(word, str_of(numbers[i].word))) {
			p->c.rolled |= numbers[i].into == &p->c.initiative;
			p->tied |= numbers[i].into == &p->c.tiebreak;
			return next_number(rest, numbers[i].into);
		}
	if (is_add_word(p, word, rest, &good))
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

/* A monster of its own slug with 10 hit points and a dexterity of 10, unless the words say else. */
static bool read_person(struct trial *t, struct str name, struct str *rest, struct person *p)
{
	struct str before = *rest, word;

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

static bool read_item(struct trial *t, struct str item, struct encounter *e, struct str *turn)
{
	struct person p = {0};
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
	if (str_eq(word, STR("round")))
		return next_number(&item, &e->round) || wrong(t, "the case has no round");
	if (str_eq(word, STR("turn")))
		return next_word(&item, turn) || wrong(t, "the case has no turn");
	if (e->count == ENCOUNTER_COMBATANTS_MAX || !read_person(t, word, &item, &p))
		return t->why.n ? false : wrong(t, "too many");
	p.c.ordinal = e->next_ordinal++;
	p.c.id = numbered_id(1, p.c.ordinal);
	e->combatants[e->count++] = p.c;
	return true;
}

bool read_state(struct trial *t, struct str given, struct encounter *e)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	struct str turn = {0};

	*e = (struct encounter){.status = ENCOUNTER_ACTIVE, .round = -1, .next_ordinal = 1};
	e->combatants = ARENA_ARRAY(t->arena, struct combatant, ENCOUNTER_COMBATANTS_MAX);
	while (given.n)
		if (!read_item(t, cut_item(&given, ','), e, &turn))
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

/* Everyone up to the end, or up to a word that is a number. */
static bool read_ids(struct trial *t, const struct encounter *e, struct str *rest,
                     struct list *list)
{
	struct uuid *ids = ARENA_ARRAY(t->arena, struct uuid, rest->n + 1);
	struct str after = *rest, word;
	int64_t number;

	list->items = ids;
	while (next_word(&after, &word) && !str_eq(word, STR("with")) &&
	       !str_to_int(word, INT32_MIN, INT32_MAX, &number)) {
		if (!find_id(t, e, word, &ids[list->count++]))
			return false;
		*rest = after;
	}
	return true;
}

static bool read_add(struct trial *t, struct str *rest, const struct encounter *e,
                     struct move *move)
{
	struct stat_block *stats = ARENA_NEW(t->arena, struct stat_block);
	struct person p = {.move = move, .stats = stats};
	struct uuid *ids;
	struct str name;

	if (!next_word(rest, &name))
		return wrong(t, "the case adds nobody");
	if (!read_person(t, name, rest, &p))
		return false;
	stats->kind = p.c.kind;
	stats->name = name;
	stats->monster = p.c.monster;
	stats->character_id = p.c.character_id;
	stats->dexterity = p.c.dexterity;
	stats->initiative_bonus = p.c.initiative_bonus;
	stats->armor_class = p.c.armor_class;
	stats->hp = p.c.hp;
	stats->resistances = p.c.resistances;
	stats->vulnerabilities = p.c.vulnerabilities;
	stats->immunities = p.c.immunities;
	stats->xp = p.c.xp;
	move->hidden = p.c.hidden;
	move->stats = stats;
	ids = ARENA_ARRAY(t->arena, struct uuid, (size_t)move_count(move));
	for (int32_t i = 0; i < move_count(move); i++)
		ids[i] = numbered_id(1, e->next_ordinal + i);
	move->new_ids = (struct list){ids, (size_t)move_count(move)};
	return true;
}

/* Notes that a field was given, as json_decode does. */
static void see(struct move *move, const char *field)
{
	const struct shape *shape = move_rows[move->type].shape;

	for (size_t i = 0; i < shape->count; i++)
		if (str_eq(str_of(shape->fields[i].name), str_of(field)))
			move->seen.present |= (uint64_t)1 << i;
}

static bool read_set_initiative(struct trial *t, struct str *rest, struct move *move)
{
	struct str after = *rest, word;

	if (!next_number(rest, &move->initiative))
		return wrong(t, "the case sets no initiative");
	after = *rest;
	if (next_word(&after, &word) && str_eq(word, STR("tie"))) {
		see(move, "tiebreak");
		*rest = after;
		return next_number(rest, &move->tiebreak) || wrong(t, "the case has no tiebreak");
	}
	return true;
}

static bool read_hurt(struct trial *t, const struct encounter *e, struct str *rest,
                      struct move *move)
{
	struct str word;
	int32_t type;

	if (!read_ids(t, e, rest, &move->targets))
		return false;
	if (!next_number(rest, &move->amount))
		return wrong(t, "the case says no amount");
	while (next_word(rest, &word))
		if (str_eq(word, STR("half")))
			move->half = true;
		else if (find_name(damage_type_names, word, &type))
			move->damage_type = (enum damage_type)type;
		else
			return wrong(t, "the case says \"%.*s\" of damage", STR_ARG(word));
	return true;
}

static bool read_roll_for(struct trial *t, const struct encounter *e, struct str *rest,
                          struct move *move)
{
	struct str after = *rest, word;
	int32_t index;

	if (next_word(&after, &word) && find_name(roll_for_names, word, &index)) {
		move->roll_for = (enum roll_for)index;
		*rest = after;
	}
	return read_ids(t, e, rest, &move->combatant_ids);
}

static bool read_fields(struct trial *t, const struct encounter *e, struct str *rest,
                        struct move *move)
{
	struct str word;

	switch (move->type) {
	case MOVE_ADD_COMBATANT:
		return read_add(t, rest, e, move);
	case MOVE_REVEAL:
	case MOVE_HIDE:
		return read_ids(t, e, rest, &move->combatant_ids);
	case MOVE_ROLL_INITIATIVE:
		return read_roll_for(t, e, rest, move);
	case MOVE_REMOVE_COMBATANT:
	case MOVE_SET_INITIATIVE:
		if (!next_word(rest, &word))
			return wrong(t, "the case names nobody");
		if (!find_id(t, e, word, &move->combatant_id))
			return false;
		return move->type == MOVE_REMOVE_COMBATANT || read_set_initiative(t, rest, move);
	case MOVE_DAMAGE:
	case MOVE_HEAL:
		return read_hurt(t, e, rest, move);
	case MOVE_END:
		if (next_number(rest, &move->xp))
			see(move, "xp");
		return true;
	case MOVE_START:
	case MOVE_NEXT_TURN:
	case MOVE_PAUSE:
	case MOVE_RESUME:
	case MOVE_TYPES:
		break;
	}
	return true;
}

bool read_move(struct trial *t, struct str text, const struct encounter *e, struct move *move,
               struct script *script)
{
	struct str word;
	int32_t type = MOVE_ADD_COMBATANT;

	*move = (struct move){0};
	*script = (struct script){0};
	if (!next_word(&text, &word))
		return wrong(t, "the case has no move");
	if (!str_eq(word, STR("add")) && !find_name(move_type_names, word, &type))
		return wrong(t, "the case makes a move %.*s", STR_ARG(word));
	move->type = (enum move_type)type;
	if (!read_fields(t, e, &text, move))
		return false;
	if (!next_word(&text, &word))
		return true;
	if (!str_eq(word, STR("with")))
		return wrong(t, "the case says \"%.*s\" of the move", STR_ARG(word));
	script_read(script, &text);
	return true;
}
