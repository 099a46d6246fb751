/* One more level. SRD 5.1 "Beyond 1st Level", SRD 5.2 "Character Creation"; RULES D7, D8. */
#include "common/rules/derived.h"
#include "common/rules/sheet_changes.h"

#include "common/base/poison.h"

enum { PREREQUISITE = 13, SCORE_MAX = 20, IMPROVEMENT = 2, DEFAULT_DIE = 8 };

/* What is needed to judge the choices. */
struct choice {
	const struct sheet *sheet;
	const struct level_up *up;
	const struct catalog *catalog;
	const struct catalog_class *class; /* NULL: homebrew */
	const struct sheet_class *had;     /* NULL: a new one */
	int32_t level;                     /* in the class, afterwards */
	struct derived_sheet derived;      /* before */
};

/* A score as it is without items and spells. */
static int32_t own_score(const struct choice *ch, enum ability ability)
{
	const struct sheet *s = ch->sheet;
	const struct catalog_species *species = catalog_species(ch->catalog, s->species);
	const struct catalog_species *lineage = catalog_lineage(ch->catalog, s->lineage);
	const struct sheet_increase *more = s->increases.items;
	int32_t score = s->abilities[ability];

	if (s->base_scores && species)
		score += species->abilities[ability];
	if (s->base_scores && lineage)
		score += lineage->abilities[ability];
	for (size_t i = 0; i < s->increases.count; i++)
		score += more[i].ability == ability ? more[i].value : 0;
	return score;
}

static bool meets(const struct choice *ch, const struct catalog_class *c)
{
	bool any = !c->requires_any;

	for (int a = 0; a < ABILITIES; a++) {
		bool enough = own_score(ch, (enum ability)a) >= PREREQUISITE;

		if ((c->requires_all & BIT(a)) && !enough)
			return false;
		any |= (c->requires_any & BIT(a)) && enough;
	}
	return any;
}

static enum sheet_error check_class(const struct choice *ch)
{
	const struct sheet_class *classes = ch->sheet->classes.items;

	if (ch->derived.level >= LEVEL_MAX)
		return SHEET_LEVEL_CAP;
	if (ch->had || !ch->sheet->classes.count)
		return SHEET_OK;
	if (ch->sheet->classes.count >= CLASSES_MAX)
		return SHEET_TOO_MANY_CLASSES;
	if (ch->class && !meets(ch, ch->class))
		return SHEET_PREREQUISITE;
	for (size_t i = 0; i < ch->sheet->classes.count; i++) {
		const struct catalog_class *c = catalog_class(ch->catalog, classes[i].name);

		if (c && !meets(ch, c))
			return SHEET_PREREQUISITE;
	}
	return SHEET_OK;
}

static enum sheet_error check_subclass(const struct choice *ch)
{
	const struct catalog_subclass *sub = catalog_subclass(ch->catalog, ch->up->subclass);
	bool chosen = ch->had && ch->had->subclass.n;

	if (sub && !str_eq(sub->class, ch->up->class))
		return SHEET_SUBCLASS_WRONG;
	if (chosen)
		return ch->up->subclass.n && !str_eq(ch->up->subclass, ch->had->subclass)
		           ? SHEET_SUBCLASS_CHOSEN
		           : SHEET_OK;
	if (!ch->class || !ch->class->subclass_level)
		return SHEET_OK;
	if (ch->level < ch->class->subclass_level)
		return ch->up->subclass.n ? SHEET_SUBCLASS_EARLY : SHEET_OK;
	return ch->up->subclass.n ? SHEET_OK : SHEET_SUBCLASS_DUE;
}

/* Whether what is raised are `points`, of these abilities, to `maximum` at most. */
static enum sheet_error check_raises(const struct choice *ch, uint32_t abilities, int32_t points,
                                     int32_t maximum)
{
	int32_t sum = 0;

	for (size_t i = 0; i < ch->up->raise_count && i < RAISES_MAX; i++) {
		enum ability a = ch->up->raises[i].ability;

		if (ch->up->raises[i].by < 1 || ch->up->raises[i].by > IMPROVEMENT ||
		    !(abilities & BIT(a)) || (i && ch->up->raises[0].ability == a))
			return SHEET_IMPROVEMENT_WRONG;
		sum += ch->up->raises[i].by;
	}
	if (ch->up->raise_count > RAISES_MAX || sum != points)
		return SHEET_IMPROVEMENT_WRONG;
	for (size_t i = 0; i < ch->up->raise_count; i++)
		if (own_score(ch, ch->up->raises[i].ability) + ch->up->raises[i].by > maximum)
			return SHEET_SCORE_TOO_HIGH;
	return SHEET_OK;
}

static bool has_fighting_style(const struct derived_sheet *d)
{
	const struct derived_feature *all = d->features.items;

	for (size_t i = 0; i < d->features.count; i++)
		if (str_eq(all[i].name, STR("Fighting Style")))
			return true;
	return false;
}

static bool feat_allowed(const struct choice *ch, const struct catalog_feat *f)
{
	bool any = !f->requires_any;

	for (int a = 0; a < ABILITIES; a++)
		any |= (f->requires_any & BIT(a)) && own_score(ch, (enum ability)a) >= PREREQUISITE;
	if (f->category == FEAT_FIGHTING_STYLE && !has_fighting_style(&ch->derived))
		return false;
	return any && ch->derived.level + 1 >= f->level;
}

static enum sheet_error check_feat(const struct choice *ch)
{
	const struct catalog_feat *f = catalog_feat(ch->catalog, ch->up->feat);

	/* What a homebrew feat raises is known only to who wrote it. */
	if (!f)
		return ch->up->raise_count > RAISES_MAX ? SHEET_IMPROVEMENT_WRONG : SHEET_OK;
	if (!f->repeatable && sheet_lists(&ch->sheet->feats, f->slug))
		return SHEET_FEAT_TWICE;
	if (!feat_allowed(ch, f))
		return SHEET_FEAT_PREREQUISITE;
	return check_raises(ch, f->raises, f->points, f->maximum);
}

static enum sheet_error check_improvement(const struct choice *ch)
{
	bool given = ch->up->feat.n || ch->up->raise_count;
	bool due = ch->class && ((ch->class->improvement_levels & BIT(ch->level)) ||
	                         ch->class->epic_boon_level == ch->level);

	if (!ch->class)
		return SHEET_OK;
	if (given != due)
		return due ? SHEET_IMPROVEMENT_DUE : SHEET_IMPROVEMENT_EARLY;
	if (!due)
		return SHEET_OK;
	if (ch->up->feat.n)
		return check_feat(ch);
	return check_raises(ch, BIT(ABILITIES) - 1, IMPROVEMENT, SCORE_MAX);
}

/* The die that was rolled stands at the level's place; those before it that were not are 0. */
static struct list with_roll(const struct choice *ch, struct list rolls, int32_t rolled,
                             struct arena *arena)
{
	size_t place = (size_t)ch->level - 1;
	int32_t *all = ARENA_ARRAY(arena, int32_t, place + 1);
	size_t kept = rolls.count < place ? rolls.count : place;

	if (kept)
		memcpy(all, rolls.items, kept * sizeof *all);
	all[place] = rolled;
	return (struct list){all, place + 1};
}

static void grow_class(const struct choice *ch, const struct dice *dice, struct arena *arena,
                       struct sheet *out)
{
	size_t count = ch->sheet->classes.count, at = count;
	struct sheet_class *classes = ARENA_ARRAY(arena, struct sheet_class, count + 1);
	const struct sheet_class *old = ch->sheet->classes.items;
	int32_t die = ch->class ? ch->class->hit_die : DEFAULT_DIE;
	bool very_first = !count;

	for (size_t i = 0; i < count; i++) {
		classes[i] = old[i];
		if (&old[i] == ch->had)
			at = i;
	}
	if (at == count)
		classes[count++] = (struct sheet_class){.name = ch->up->class};
	classes[at].level = ch->level;
	if (ch->up->subclass.n)
		classes[at].subclass = ch->up->subclass;
	if (ch->up->roll && !very_first)
		classes[at].rolls = with_roll(ch, classes[at].rolls, dice_roll(dice, die), arena);
	out->classes = (struct list){classes, count};
}

static void grow_scores(const struct choice *ch, struct arena *arena, struct sheet *out)
{
	size_t count = ch->sheet->increases.count;
	struct sheet_increase *all = ARENA_ARRAY(arena, struct sheet_increase, count + RAISES_MAX);
	struct str source = ch->up->feat.n ? ch->up->feat : STR("ability-score-improvement");

	if (count)
		memcpy(all, ch->sheet->increases.items, count * sizeof *all);
	for (size_t i = 0; i < ch->up->raise_count; i++)
		all[count++] = (struct sheet_increase){source, ch->up->raises[i].ability,
		                                       ch->up->raises[i].by};
	out->increases = (struct list){all, count};
}

static void grow_feats(const struct choice *ch, struct arena *arena, struct sheet *out)
{
	size_t count = ch->sheet->feats.count;
	struct str *all = ARENA_ARRAY(arena, struct str, count + 1);

	if (count)
		memcpy(all, ch->sheet->feats.items, count * sizeof *all);
	all[count] = ch->up->feat;
	out->feats = (struct list){all, count + 1};
}

static const struct sheet_class *find_class(const struct sheet *s, struct str name)
{
	const struct sheet_class *classes = s->classes.items;

	for (size_t i = 0; i < s->classes.count; i++)
		if (str_eq(classes[i].name, name))
			return &classes[i];
	return NULL;
}

enum sheet_error sheet_level_up(const struct sheet *s, const struct level_up *up,
                                const struct catalog *c, const struct dice *dice,
                                struct arena *arena, struct sheet *out)
{
	static enum sheet_error (*const checks[])(const struct choice *) = {
	    check_class, check_subclass, check_improvement};
	struct choice ch = {.sheet = s,
	                    .up = up,
	                    .catalog = c,
	                    .class = catalog_class(c, up->class),
	                    .had = find_class(s, up->class),
	                    .derived = sheet_derive(s, c, arena)};

	ch.level = (ch.had ? ch.had->level : 0) + 1;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		enum sheet_error error = checks[i](&ch);

		if (error)
			return error;
	}
	*out = *s;
	grow_class(&ch, dice, arena, out);
	if (up->raise_count)
		grow_scores(&ch, arena, out);
	if (up->feat.n)
		grow_feats(&ch, arena, out);
	/* Whoever is hurt stays as hurt. */
	if (sheet_has_hp(s))
		sheet_set_hp(out, ch.derived.hp_current + sheet_derive(out, c, arena).hp_max.value -
		                      ch.derived.hp_max.value);
	return SHEET_OK;
}
