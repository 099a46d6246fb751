#include "tests/rules/person_words.h"
#include "tests/rules/sheet_words.h"

#include "common/base/poison.h"

/* Everyone up to the end, or up to a word that is nobody's name. */
static bool read_ids(struct trial *t, const struct encounter *e, struct str *rest,
                     struct list *list)
{
	struct uuid *ids = ARENA_ARRAY(t->arena, struct uuid, rest->n + 1);
	struct str after = *rest, word;

	list->items = ids;
	while (next_word(&after, &word) && find_id(t, e, word, &ids[list->count])) {
		list->count++;
		*rest = after;
	}
	t->why = (struct str){0};
	return true;
}

static bool read_add(struct trial *t, struct str *rest, const struct encounter *e,
                     struct move *move)
{
	struct stat_block *stats = ARENA_NEW(t->arena, struct stat_block);
	struct person p = {.move = move, .stats = stats, .known = e};
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
	stats->constitution = p.c.constitution;
	stats->initiative_bonus = p.c.initiative_bonus;
	stats->armor_class = p.c.armor_class;
	stats->hp = p.c.hp;
	stats->resistances = p.c.resistances;
	stats->vulnerabilities = p.c.vulnerabilities;
	stats->immunities = p.c.immunities;
	stats->xp = p.c.xp;
	stats->speed = p.c.speed;
	stats->damage_threshold = p.c.damage_threshold;
	stats->condition_immunities = p.c.condition_immunities;
	stats->exhaustion = p.c.exhaustion;
	stats->resources = p.c.resources;
	stats->attacks = p.c.attacks;
	memcpy(stats->saves, p.c.saves, sizeof stats->saves);
	stats->advantages = p.c.advantages;
	move->death_saves = p.c.dying.saves;
	move->in_lair = p.c.lair;
	move->hidden = p.c.hidden;
	move->stats = stats;
	ids = ARENA_ARRAY(t->arena, struct uuid, (size_t)move_count(move));
	for (int32_t i = 0; i < move_count(move); i++)
		ids[i] = numbered_id(1, e->next_ordinal + i);
	move->new_ids = (struct list){ids, (size_t)move_count(move)};
	return true;
}

/* Notes that a field was given, as json_decode does. */
static void see_in(struct fields_seen *seen, const struct shape *shape, const char *field)
{
	for (size_t i = 0; i < shape->count; i++)
		if (str_eq(str_of(shape->fields[i].name), str_of(field)))
			seen->present |= (uint64_t)1 << i;
}

static void see(struct move *move, const char *field)
{
	see_in(&move->seen, move_rows[move->type].shape, field);
}

/* Words behind a move that fill one of its members. */
static bool read_number_option(struct move *move, struct str word, struct str *rest, bool *good)
{
	struct {
		const char *word, *field;
		int32_t *into;
	} all[] = {
	    {"tie", "tiebreak", &move->tiebreak},    {"level", "level", &move->level},
	    {"slot", "slot", &move->level},          {"value", "value", &move->value},
	    {"less", "reduction", &move->reduction}, {"uses", "count", &move->count},
	    {"feet", "distance", &move->distance},   {"dice", "hit_dice", &move->hit_dice},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(word, str_of(all[i].word))) {
			see(move, all[i].field);
			*good = next_number(rest, all[i].into);
			return true;
		}
	if (!str_eq(word, STR("to")))
		return false;
	*good = next_number(rest, &move->x) && next_number(rest, &move->y);
	return true;
}

static bool read_truth_option(struct move *move, struct str word)
{
	struct {
		const char *word;
		bool *into;
	} all[] = {
	    {"half", &move->half},
	    {"critical", &move->critical},
	    {"knock_out", &move->knock_out},
	    {"lowers_max", &move->lowers_max},
	    {"unresisted", &move->unresisted},
	    {"revive", &move->revive},
	    {"replace", &move->replace},
	    {"fixed", &move->fixed},
	    {"again", &move->again},
	    {"each-round", &move->each_round},
	    {"pact", &move->pact},
	    {"cantrip", &move->cantrip},
	    {"resist", &move->resistance},
	    {"equipped", &move->equipped},
	    {"upheld", &move->concentration},
	    {"success", &move->success},
	};

	if (str_eq(word, STR("success")) || str_eq(word, STR("failure")))
		see(move, "success");
	if (str_eq(word, STR("each-round")) || str_eq(word, STR("one-order")))
		see(move, "each_round");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(word, str_of(all[i].word)))
			return *all[i].into = true;
	return str_eq(word, STR("failure")) || str_eq(word, STR("unequipped")) ||
	       str_eq(word, STR("one-order"));
}

static bool read_text_option(struct move *move, struct str word, struct str *rest, bool *good)
{
	struct {
		const char *word, *field;
		struct str *into;
	} all[] = {
	    {"spell", "spell", &move->spell}, {"text", "text", &move->text},
	    {"item", "item", &move->name},    {"feature", "feature", &move->name},
	    {"field", "field", &move->field},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(word, str_of(all[i].word))) {
			see(move, all[i].field);
			*good = next_word(rest, all[i].into);
			return true;
		}
	return false;
}

static bool read_people_option(struct trial *t, const struct encounter *e, struct move *move,
                               struct str word, struct str *rest, bool *good)
{
	struct {
		const char *word;
		struct list *into;
	} lists[] = {{"saved", &move->saved},
	             {"advantage", &move->advantage},
	             {"disadvantage", &move->disadvantage},
	             {"surprised", &move->surprised},
	             {"at", &move->targets}};
	struct {
		const char *word;
		struct uuid *into;
	} ids[] = {{"after", &move->after}, {"by", &move->source}, {"about", &move->combatant_id}};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (str_eq(word, str_of(lists[i].word))) {
			*good = read_ids(t, e, rest, lists[i].into);
			return true;
		}
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		if (str_eq(word, str_of(ids[i].word))) {
			*good = next_word(rest, &word) && find_id(t, e, word, ids[i].into);
			return true;
		}
	return false;
}

static bool read_enum_option(struct move *move, struct str word)
{
	int32_t index;

	if (find_name(damage_type_names, word, &index))
		move->damage_type = (enum damage_type)index;
	else if (find_name(condition_names, word, &index))
		move->condition = (enum condition)index;
	else if (move->type == MOVE_REST && find_name(rest_names, word, &index))
		move->rest = (enum rest)index;
	else if (find_name(cost_names, word, &index))
		move->cost = (enum cost)index;
	else if (find_name(roll_for_names, word, &index))
		move->roll_for = (enum roll_for)index;
	else if (find_name(roll_together_names, word, &index))
		move->together = (enum roll_together)index;
	else
		return false;
	return true;
}

/* parts fire 5 cold 5 */
static bool read_parts(struct trial *t, struct move *move, struct str *rest)
{
	struct damage_share *parts = ARENA_ARRAY(t->arena, struct damage_share, DAMAGE_PARTS_MAX);
	struct str after = *rest, word;
	int32_t type;

	move->parts.items = parts;
	while (next_word(&after, &word) && find_name(damage_type_names, word, &type) &&
	       next_number(&after, &parts[move->parts.count].amount)) {
		parts[move->parts.count++].type = (enum damage_type)type;
		*rest = after;
	}
	see(move, "parts");
	return move->parts.count > 0;
}

/* roll 12 for a save, roll 2d6[fire] for damage. */
static bool read_roll(struct move *move, struct str *rest)
{
	see(move, "roll");
	return next_number(rest, &move->roll) || next_word(rest, &move->dice);
}

static bool read_loot(struct trial *t, const struct encounter *e, struct move *move,
                      struct str *rest)
{
	struct loot *loot = move->loot.items;
	struct str after, word;

	if (!loot)
		move->loot.items = loot = ARENA_ARRAY(t->arena, struct loot, LOOT_MAX);
	loot += move->loot.count++;
	if (!next_word(rest, &loot->name))
		return false;
	next_number(rest, &loot->quantity);
	after = *rest;
	if (next_word(&after, &word) && str_eq(word, STR("for"))) {
		*rest = after;
		return next_word(rest, &word) && find_id(t, e, word, &loot->combatant_id);
	}
	return true;
}

/* strike NAME [using WORD] [hits 5] [deals DICE] [better] [worse] [behind half] [from 60] [die 17]
 * [gently] */
static bool read_strike(struct trial *t, const struct encounter *e, struct move *move,
                        struct str *rest)
{
	struct attack_made *made = move->attacks.items;
	struct str after, word;
	bool good = true;
	int32_t cover;

	if (!made)
		move->attacks.items = made =
		    ARENA_ARRAY(t->arena, struct attack_made, ATTACKS_AT_ONCE_MAX);
	made += move->attacks.count++;
	if (!next_word(rest, &word) || !find_id(t, e, word, &made->target))
		return false;
	for (after = *rest; good && next_word(&after, &word); *rest = after) {
		if (str_eq(word, STR("using")))
			good = next_word(&after, &made->attack);
		else if (str_eq(word, STR("deals")))
			good = next_word(&after, &made->damage);
		else if (str_eq(word, STR("from")))
			good = next_number(&after, &made->distance);
		else if (str_eq(word, STR("die")))
			good = next_number(&after, &made->roll);
		else if (str_eq(word, STR("better")))
			made->advantage = true;
		else if (str_eq(word, STR("worse")))
			made->disadvantage = true;
		else if (str_eq(word, STR("gently")))
			made->knock_out = true;
		else if (str_eq(word, STR("behind"))) {
			good = next_word(&after, &word) && find_name(cover_names, word, &cover);
			made->cover = good ? (enum cover)cover : COVER_NONE;
		} else if (str_eq(word, STR("hits"))) {
			good = next_number(&after, &made->to_hit);
			see_in(&made->seen, &attack_made_shape, "to_hit");
		} else
			break;
	}
	return good;
}

/* of class fighter 1, str 16, holds chain-mail: the sheet of whoever puts something on or off. */
static bool read_own_sheet(struct trial *t, const struct encounter *e, struct move *move,
                           struct str *rest)
{
	struct sheet *sheet = ARENA_NEW(t->arena, struct sheet);
	enum ruleset ruleset;

	move->sheet = sheet;
	move->catalog = catalog_srd(e->ruleset);
	if (!read_sheet(t, *rest, sheet, &ruleset))
		return false;
	*rest = (struct str){0};
	return true;
}

static bool read_option(struct trial *t, const struct encounter *e, struct move *move,
                        struct str word, struct str *rest)
{
	bool good = true;

	if (read_number_option(move, word, rest, &good) || read_truth_option(move, word) ||
	    read_text_option(move, word, rest, &good) ||
	    read_people_option(t, e, move, word, rest, &good) || read_enum_option(move, word))
		return good;
	if (str_eq(word, STR("until")))
		return read_until(t, e, rest, &move->until);
	if (str_eq(word, STR("roll")))
		return read_roll(move, rest);
	if (str_eq(word, STR("parts")))
		return read_parts(t, move, rest);
	if (str_eq(word, STR("strike")))
		return read_strike(t, e, move, rest);
	if (str_eq(word, STR("loot")))
		return read_loot(t, e, move, rest);
	if (str_eq(word, STR("of")))
		return read_own_sheet(t, e, move, rest);
	return false;
}

/* A bare number is what the move is mostly about. */
static bool read_bare_number(struct move *move, struct str *rest)
{
	struct {
		enum move_type type;
		const char *field;
		int32_t *into;
	} all[] = {
	    {MOVE_DAMAGE, "amount", &move->amount},
	    {MOVE_HEAL, "amount", &move->amount},
	    {MOVE_SET_TEMP_HP, "amount", &move->amount},
	    {MOVE_SET_INITIATIVE, "initiative", &move->initiative},
	    {MOVE_SET_EXHAUSTION, "level", &move->level},
	    {MOVE_USE_SLOT, "level", &move->level},
	    {MOVE_END, "xp", &move->xp},
	};
	int32_t number;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (move->type == all[i].type && next_number(rest, &number)) {
			see(move, all[i].field);
			*all[i].into = number;
			return true;
		}
	return false;
}

/* Who comes right after the type: one, several to do it, or several to suffer it. */
static bool read_who(struct trial *t, const struct encounter *e, struct str *rest,
                     struct move *move)
{
	struct list one = {0};

	if (move->type == MOVE_REVEAL || move->type == MOVE_HIDE || move->type == MOVE_REST)
		return read_ids(t, e, rest, &move->combatant_ids);
	if (move->type == MOVE_ROLL_INITIATIVE) {
		struct str after = *rest, word;

		if (next_word(&after, &word) && read_enum_option(move, word))
			*rest = after;
		return read_ids(t, e, rest, &move->combatant_ids);
	}
	if (strcmp(move_rows[move->type].shape->fields[1].name, "targets") == 0)
		return read_ids(t, e, rest, &move->targets);
	read_ids(t, e, rest, &one);
	if (one.count > 1)
		return wrong(t, "the case names too many");
	if (one.count) {
		see(move, "combatant_id");
		move->combatant_id = *(const struct uuid *)one.items;
	}
	return true;
}

static bool read_fields(struct trial *t, const struct encounter *e, struct str *rest,
                        struct move *move)
{
	struct str after, word;

	if (move->type == MOVE_ADD_COMBATANT)
		return read_add(t, rest, e, move);
	if (move_rows[move->type].shape->count > 1 && !read_who(t, e, rest, move))
		return false;
	for (after = *rest; after.n; *rest = after) {
		if (read_bare_number(move, &after))
			continue;
		if (!next_word(&after, &word) || str_eq(word, STR("with")))
			break;
		if (!read_option(t, e, move, word, &after))
			return wrong(t, "the case says \"%.*s\" of the move", STR_ARG(word));
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
