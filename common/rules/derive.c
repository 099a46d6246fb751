#include "common/rules/derive.h"

#include "common/base/poison.h"

/* SRD 5.1 "Beyond 1st Level", SRD 5.2 "Level Advancement"; RULES D8. */
static const int32_t level_experience[LEVEL_MAX] = {
    0,     300,    900,    2700,   6500,   14000,  23000,  34000,  48000,  64000,
    85000, 100000, 120000, 140000, 165000, 195000, 225000, 265000, 305000, 355000,
};

int32_t ability_modifier(int32_t score)
{
	return (score - 10 - (score < 10)) / 2;
}

int32_t level_of_experience(int32_t points)
{
	int32_t level = 1;

	while (level < LEVEL_MAX && points >= level_experience[level])
		level++;
	return level;
}

int32_t experience_for_level(int32_t level)
{
	if (level < 1)
		return 0;
	return level_experience[level < LEVEL_MAX ? level - 1 : LEVEL_MAX - 1];
}

int32_t proficiency_of_level(int32_t level)
{
	if (level > LEVEL_MAX)
		level = LEVEL_MAX;
	return level < 1 ? 2 : 2 + (level - 1) / 4;
}

static void add_score(struct reckoning *r, struct number *n, const struct catalog_species *s,
                      enum ability ability)
{
	if (s && r->sheet->base_scores)
		sum_add(r, n, s->slug, s->abilities[ability]);
}

/* SRD "Ability Scores": no increase takes a score past 20, or 30 for what says so itself; scores
 * written down are taken as they are. */
void derive_abilities(struct reckoning *r)
{
	const struct sheet_increase *more = r->sheet->increases.items;
	struct derived_ability *abilities =
	    ARENA_ARRAY(r->arena, struct derived_ability, ABILITIES);

	for (int a = 0; a < ABILITIES; a++) {
		struct number *n = &abilities[a].score;

		abilities[a].key = str_of(ability_names[a]);
		sum_begin(r, n);
		sum_add(r, n, STR("base"), r->sheet->abilities[a]);
		add_score(r, n, catalog_species(r->catalog, r->sheet->species), (enum ability)a);
		add_score(r, n, catalog_lineage(r->catalog, r->sheet->lineage), (enum ability)a);
		for (size_t i = 0; i < r->sheet->increases.count; i++)
			if (more[i].ability == (enum ability)a)
				sum_add(r, n, more[i].source.n ? more[i].source : STR("increase"),
				        more[i].value);
		sum_effects(r, n, TARGET_ABILITY, BIT(a), 0);
		if (n->value > 30)
			sum_add(r, n, STR("limit"), 30 - n->value);
		if (n->value < 1)
			sum_add(r, n, STR("limit"), 1 - n->value);
		abilities[a].modifier = r->modifiers[a] = ability_modifier(n->value);
	}
	r->out->abilities = (struct list){abilities, ABILITIES};
}

enum { DEFAULT_HIT_DIE = 8 };

/* What the levels of a class give: the die in full at the very first, then what was rolled or the
 * fixed figure of RULES D7. */
static int32_t class_hit_points(const struct class_row *c, bool first, int32_t con,
                                int32_t *con_part)
{
	const int32_t *rolls = c->of->rolls.items;
	int32_t die = c->class ? c->class->hit_die : DEFAULT_HIT_DIE, sum = 0;

	for (int32_t level = 1; level <= c->of->level && level <= LEVEL_MAX; level++) {
		size_t i = (size_t)level - 1;
		int32_t rolled = i < c->of->rolls.count ? rolls[i] : 0;
		int32_t gain = first && level == 1           ? die
		               : rolled > 0 && rolled <= die ? rolled
		                                             : die / 2 + 1;

		/* A level gives at least one hit point. */
		*con_part += gain + con > 1 ? con : 1 - gain;
		sum += gain;
	}
	return sum;
}

static void add_hit_dice(struct reckoning *r, int32_t die, int32_t count)
{
	struct hit_dice *dice = r->out->hit_dice.items;
	struct hit_dice fresh = {die, count, 0};
	char name[8] = "d";
	size_t n = 1;

	for (size_t i = 0; i < r->out->hit_dice.count; i++)
		if (dice[i].die == die) {
			dice[i].max += count;
			return;
		}
	if (die >= 10)
		name[n++] = (char)('0' + die / 10);
	name[n++] = (char)('0' + die % 10);
	fresh.used = sheet_count(&r->sheet->hit_dice_used, (struct str){name, n});
	list_push(r->arena, &r->out->hit_dice, sizeof fresh, &fresh);
}

void derive_hit_points(struct reckoning *r)
{
	struct number *n = &r->out->hp_max;
	int32_t con = r->modifiers[ABILITY_CON], con_part = 0;

	sum_begin(r, n);
	for (size_t i = 0; i < r->class_count; i++) {
		const struct class_row *c = &r->classes[i];

		add_hit_dice(r, c->class ? c->class->hit_die : DEFAULT_HIT_DIE, c->of->level);
		if (!r->sheet->hp.max)
			sum_add(r, n, c->of->name, class_hit_points(c, i == 0, con, &con_part));
	}
	if (r->sheet->hp.max) {
		sum_add(r, n, STR("sheet"), r->sheet->hp.max);
	} else if (!r->class_count) {
		/* Someone without a class is a commoner: one d8. */
		sum_add(r, n, STR("base"), DEFAULT_HIT_DIE);
		con_part = con > -DEFAULT_HIT_DIE ? con : 1 - DEFAULT_HIT_DIE;
	}
	sum_add(r, n, STR("con"), con_part);
	sum_effects(r, n, TARGET_HP_MAX, 0, 0);
	if (n->value < 1)
		sum_add(r, n, STR("limit"), 1 - n->value);
	if (n->value > HIT_POINTS_MAX)
		sum_add(r, n, STR("limit"), HIT_POINTS_MAX - n->value);
	r->out->hp_current = sheet_has_hp(r->sheet) ? r->sheet->hp.current : n->value;
	if (r->out->hp_current > n->value)
		r->out->hp_current = n->value;
	r->out->hp_temp = r->sheet->hp.temp;
}

static void derive_experience(struct reckoning *r)
{
	struct experience *x = &r->out->experience;

	x->points = r->sheet->xp;
	x->level = level_of_experience(x->points);
	x->next = r->out->level < LEVEL_MAX ? experience_for_level(r->out->level + 1) : 0;
	x->level_up = r->out->level < LEVEL_MAX && x->level > r->out->level;
}

/* What is added to rolls with armour that one is not proficient with: SRD "Armor". */
static const uint32_t clumsy = BIT(ABILITY_STR) | BIT(ABILITY_DEX);

struct derived_sheet sheet_derive(const struct sheet *s, const struct catalog *c,
                                  struct arena *arena)
{
	struct derived_sheet out = {0};
	struct reckoning r = {.sheet = s, .catalog = c, .arena = arena, .out = &out};

	out.level = sheet_level(s);
	out.exhaustion = s->exhaustion;
	out.dead = s->exhaustion >= EXHAUSTION_MAX;
	sum_begin(&r, &out.proficiency);
	sum_add(&r, &out.proficiency, STR("level"), proficiency_of_level(out.level));
	derive_sources(&r);
	derive_abilities(&r);
	derive_hit_points(&r);
	derive_armor(&r);
	r.clumsy = out.not_proficient ? clumsy : 0;
	derive_checks(&r);
	derive_movement(&r);
	derive_attacks(&r);
	derive_casting(&r);
	derive_features(&r);
	derive_defences(&r);
	derive_per_turn(&r);
	derive_experience(&r);
	return out;
}
