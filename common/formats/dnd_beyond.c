/* A character as D&D Beyond hands it to browsers: undocumented, and nothing in it is reckoned yet. */
#include "common/formats/reading.h"
#include "common/rules/derived.h"

#include "common/base/poison.h"

enum { NOTES_MAX = 20000, TEXT_MAX = 80, CONDITION_EXHAUSTED = 4 };

static const char *const long_names[ABILITIES] = {"strength",     "dexterity", "constitution",
                                                  "intelligence", "wisdom",    "charisma"};
/* By alignmentId, from 1. */
static const char *const alignments[] = {"lawful-good",    "neutral-good", "chaotic-good",
                                         "lawful-neutral", "neutral",      "chaotic-neutral",
                                         "lawful-evil",    "neutral-evil", "chaotic-evil"};

/* Those that are the character's; what items and conditions give comes with them. */
static const char *const modifier_groups[] = {"race", "class", "background", "feat"};
enum { GROUPS = sizeof modifier_groups / sizeof *modifier_groups };

typedef void read_modifier(struct reading *r, const struct any *modifier, struct str from);

static void each_modifier(struct reading *r, const struct any *data, read_modifier *read)
{
	for (size_t g = 0; g < GROUPS; g++) {
		const struct any *group =
		    find_at(data, arena_printf(r->arena, "modifiers/%s", modifier_groups[g]).p);
		size_t i = 0;

		for (const struct any *at = group ? group->first : NULL; at; at = at->next)
			read(r, at,
			     arena_printf(r->arena, "/data/modifiers/%s/%zu", modifier_groups[g],
			                  i++));
	}
}

static int ability_of(struct str subtype, const char *suffix)
{
	for (int a = 0; a < ABILITIES; a++) {
		struct str name = str_of(long_names[a]);

		if (str_starts(subtype, name) &&
		    str_eq(str_sub(subtype, name.n, subtype.n), str_of(suffix)))
			return a;
	}
	return -1;
}

static void raise_score(struct reading *r, const struct any *modifier, struct str from)
{
	int a = ability_of(any_text(find_at(modifier, "subType")), "-score");
	int32_t value = number_at(modifier, "value");

	if (a < 0 || value < -30 || value > 30 ||
	    !str_eq(any_text(find_at(modifier, "type")), STR("bonus")))
		return;
	r->out->sheet.abilities[a] += value;
	note(r, FATE_TAKEN, from, arena_printf(r->arena, "/sheet/abilities/%s", ability_names[a]).p,
	     "");
}

/* The value of the entry with that id, of [{"id":1,"value":15}, …]. */
static const struct any *value_of(const struct any *data, const char *list, int32_t id)
{
	const struct any *all = find_at(data, list);

	for (const struct any *at = all ? all->first : NULL; at; at = at->next)
		if (number_at(at, "id") == id)
			return find_at(at, "value");
	return NULL;
}

static int32_t score_in(const struct any *data, const char *list, int a)
{
	const struct any *value = value_of(data, list, a + 1);

	return value ? number_at(value, "") : 0;
}

static void read_abilities(struct reading *r, const struct any *data)
{
	int32_t *scores = r->out->sheet.abilities;

	for (int a = 0; a < ABILITIES; a++) {
		int32_t base = score_in(data, "stats", a), bonus = score_in(data, "bonusStats", a);

		scores[a] = base < 1 || base > 30 ? 10 : base;
		note(r, scores[a] == base ? FATE_TAKEN : FATE_REPAIRED,
		     at_index(r, "/data/stats/#", (size_t)a),
		     arena_printf(r->arena, "/sheet/abilities/%s", ability_names[a]).p,
		     scores[a] == base ? "" : "it is no score from 1 to 30, so it is 10");
		scores[a] += bonus < -30 || bonus > 30 ? 0 : bonus;
	}
	each_modifier(r, data, raise_score);
	for (int a = 0; a < ABILITIES; a++) {
		int32_t instead = score_in(data, "overrideStats", a);

		if (instead > 0)
			scores[a] = instead;
		scores[a] = scores[a] < 1 ? 1 : scores[a] > 30 ? 30 : scores[a];
	}
}

static bool is_skill(struct str slug)
{
	for (int i = 0; i < SKILLS; i++)
		if (str_eq(slug, str_of(skill_names[i])))
			return true;
	return false;
}

static void read_proficiency(struct reading *r, const struct any *modifier, struct str from)
{
	struct sheet_proficiencies *p = &r->out->sheet.proficiencies;
	struct str type = any_text(find_at(modifier, "type"));
	struct str what = slug_of(any_text(find_at(modifier, "subType")), r->arena);
	bool proficient = str_eq(type, STR("proficiency")), expert = str_eq(type, STR("expertise"));
	int save = ability_of(what, "-saving-throws");
	const char *to = "/sheet/proficiencies/tools";

	if (str_eq(type, STR("language"))) {
		push_slug(r, &p->languages, what);
		to = "/sheet/proficiencies/languages";
	} else if (!proficient && !expert) {
		return;
	} else if (save >= 0) {
		push_slug(r, &p->saves, str_of(ability_names[save]));
		to = "/sheet/proficiencies/saves";
	} else if (is_skill(what)) {
		push_slug(r, &p->skills, what);
		if (expert)
			push_slug(r, &p->expertise, what);
		to = "/sheet/proficiencies/skills";
	} else if (str_starts(what, STR("choose-"))) {
		note(r, FATE_LEFT_OUT, from, "", "a choice that was not made");
		return;
	} else {
		push_slug(r, &p->tools, what);
	}
	note(r, FATE_TAKEN, from, to, "");
}

static void read_class(struct reading *r, const struct any *class, struct str from)
{
	struct str name = any_text(find_at(class, "definition/name"));
	struct str subclass = any_text(find_at(class, "subclassDefinition/name"));
	int32_t level = number_at(class, "level"), die = number_at(class, "definition/hitDice");
	bool good = level >= 1 && level <= LEVEL_MAX;

	push_class(r, slug_of(name, r->arena), slug_of(subclass, r->arena),
	           good        ? level
	           : level < 1 ? 1
	                       : LEVEL_MAX);
	if (die >= 4 && die <= 20)
		push_count(r, &r->out->sheet.hit_dice_used, arena_printf(r->arena, "d%d", (int)die),
		           number_at(class, "hitDiceUsed"));
	note(r, good ? FATE_TAKEN : FATE_REPAIRED, from, "/sheet/classes",
	     good ? "" : "levels go from 1 to 20");
}

/* The one that was taken first comes first. */
static void read_classes(struct reading *r, const struct any *data)
{
	const struct any *all = find_at(data, "classes");

	for (int first = 1; first >= 0; first--) {
		size_t i = 0;

		for (const struct any *at = all ? all->first : NULL; at; at = at->next, i++)
			if (truth_at(at, "isStartingClass") == (bool)first)
				read_class(r, at, at_index(r, "/data/classes/#", i));
	}
}

static void read_origin(struct reading *r, const struct any *data)
{
	struct sheet *s = &r->out->sheet;
	struct str race = any_text(find_at(data, "race/fullName"));
	struct str background = any_text(find_at(data, "background/definition/name"));
	int32_t alignment = number_at(data, "alignmentId");

	set_species(r, STR("/data/race"), race.n ? race : any_text(find_at(data, "race/baseName")));
	if (!background.n)
		background = any_text(find_at(data, "background/customBackground/name"));
	if (background.n) {
		s->background = slug_of(background, r->arena);
		note(r, FATE_TAKEN, STR("/data/background"), "/sheet/background", "");
	}
	if (alignment >= 1 && alignment <= (int32_t)(sizeof alignments / sizeof *alignments)) {
		s->alignment = str_of(alignments[alignment - 1]);
		note(r, FATE_TAKEN, STR("/data/alignmentId"), "/sheet/alignment", "");
	}
	s->notes = take_text(r, data, "notes/backstory", "/sheet/notes", NOTES_MAX);
	s->xp = take_number(r, data, "currentXp", "/sheet/xp", 0, SHEET_XP_MAX, 0);
}

/* A maximum that is not the one of the sheet is written down: rolled hit dice are in the sum only. */
static void read_hit_points(struct reading *r, const struct any *data)
{
	struct sheet *s = &r->out->sheet;
	struct derived_sheet d = sheet_derive(s, catalog_srd(RULESET_2014), r->arena);
	const struct derived_ability *abilities = d.abilities.items;
	int64_t max = number_at(data, "overrideHitPoints"), removed;

	if (max < 1)
		max = (int64_t)number_at(data, "baseHitPoints") +
		      number_at(data, "bonusHitPoints") +
		      (int64_t)abilities[ABILITY_CON].modifier * d.level;
	removed =
	    take_number(r, data, "removedHitPoints", "/sheet/hp/current", 0, HIT_POINTS_MAX, 0);
	s->hp.temp =
	    take_number(r, data, "temporaryHitPoints", "/sheet/hp/temp", 0, HIT_POINTS_MAX, 0);
	if (find_at(data, "baseHitPoints") && max != d.hp_max.value) {
		max = max < 1 ? 1 : max > HIT_POINTS_MAX ? HIT_POINTS_MAX : max;
		s->hp.max = (int32_t)max;
		note(r, FATE_REPAIRED, STR("/data/baseHitPoints"), "/sheet/hp/max",
		     "the maximum with Constitution and bonuses");
	} else {
		max = d.hp_max.value;
	}
	sheet_set_hp(s, (int32_t)(max - removed));
	s->dying.successes = take_number(r, data, "deathSaves/successCount",
	                                 "/sheet/death_saves/successes", 0, 2, 0);
	s->dying.failures =
	    take_number(r, data, "deathSaves/failCount", "/sheet/death_saves/failures", 0, 2, 0);
	s->dying.stable = truth_at(data, "deathSaves/isStabilized");
}

static void read_conditions(struct reading *r, const struct any *data)
{
	const struct any *all = find_at(data, "conditions");
	size_t i = 0;

	for (const struct any *at = all ? all->first : NULL; at; at = at->next, i++) {
		bool exhausted = number_at(at, "id") == CONDITION_EXHAUSTED;
		int32_t level = number_at(at, "level");

		if (exhausted)
			r->out->sheet.exhaustion = level < 0                ? 0
			                           : level > EXHAUSTION_MAX ? EXHAUSTION_MAX
			                                                    : level;
		note(r, exhausted ? FATE_TAKEN : FATE_LEFT_OUT,
		     at_index(r, "/data/conditions/#", i), exhausted ? "/sheet/exhaustion" : "",
		     exhausted ? "" : "conditions are of a fight, not of a sheet");
	}
}

static void read_inventory(struct reading *r, const struct any *data)
{
	const struct any *all = find_at(data, "inventory");
	size_t i = 0;

	for (const struct any *at = all ? all->first : NULL; at; at = at->next, i++) {
		struct sheet_item *item =
		    push_item(r, any_text(find_at(at, "definition/name")),
		              find_at(at, "quantity") ? number_at(at, "quantity") : 1);

		note(r, item ? FATE_TAKEN : FATE_LEFT_OUT, at_index(r, "/data/inventory/#", i),
		     item ? "/sheet/equipment" : "",
		     item ? "" : "it has no name, or the sheet is full");
		if (!item)
			continue;
		item->equipped = truth_at(at, "equipped");
		item->attuned = truth_at(at, "isAttuned");
	}
}

static void read_named(struct reading *r, const struct any *list, struct str from,
                       struct list *into, const char *to)
{
	struct sheet *s = &r->out->sheet;
	bool any = false;

	for (const struct any *at = list ? list->first : NULL; at; at = at->next) {
		struct str slug = slug_of(any_text(find_at(at, "definition/name")), r->arena);

		push_slug(r, into, slug);
		if (truth_at(at, "prepared") || truth_at(at, "alwaysPrepared"))
			push_slug(r, &s->prepared, slug);
		any |= slug.n > 0;
	}
	if (any)
		note(r, FATE_TAKEN, from, to, "");
}

static void read_spells(struct reading *r, const struct any *data)
{
	const struct any *groups = find_at(data, "spells");
	const struct any *classes = find_at(data, "classSpells");
	struct sheet *s = &r->out->sheet;
	size_t i = 0;

	for (const struct any *at = groups ? groups->first : NULL; at; at = at->next)
		read_named(r, at, arena_printf(r->arena, "/data/spells/%.*s", STR_ARG(at->key)),
		           &s->spells, "/sheet/spells");
	for (const struct any *at = classes ? classes->first : NULL; at; at = at->next)
		read_named(r, find_at(at, "spells"), at_index(r, "/data/classSpells/#/spells", i++),
		           &s->spells, "/sheet/spells");
}

static void read_slots(struct reading *r, const struct any *data)
{
	struct sheet *s = &r->out->sheet;
	struct derived_sheet d = sheet_derive(s, catalog_srd(RULESET_2014), r->arena);
	const struct spell_slots *slots = d.slots.items;
	const struct any *all = find_at(data, "spellSlots"), *pact = find_at(data, "pactMagic");

	for (const struct any *at = all ? all->first : NULL; at; at = at->next)
		for (size_t k = 0; k < d.slots.count; k++)
			if ((int32_t)k + 1 == number_at(at, "level")) {
				int32_t used = number_at(at, "used");

				push_count(r, &s->slots_used, slots[k].key,
				           used < slots[k].max ? used : slots[k].max);
			}
	for (const struct any *at = pact ? pact->first : NULL; at; at = at->next) {
		int32_t used = number_at(at, "used");

		push_count(r, &s->slots_used, STR("pact"),
		           used < d.pact_slots.max ? used : d.pact_slots.max);
	}
	if (s->slots_used.count)
		note(r, FATE_TAKEN, STR("/data/spellSlots"), "/sheet/slots_used", "");
}

static const char *const known[] = {"name",
                                    "stats",
                                    "bonusStats",
                                    "overrideStats",
                                    "modifiers",
                                    "classes",
                                    "race",
                                    "background",
                                    "alignmentId",
                                    "notes",
                                    "currentXp",
                                    "baseHitPoints",
                                    "bonusHitPoints",
                                    "overrideHitPoints",
                                    "removedHitPoints",
                                    "deathSaves",
                                    "conditions",
                                    "temporaryHitPoints",
                                    "inventory",
                                    "feats",
                                    "spells",
                                    "classSpells",
                                    "spellSlots",
                                    "pactMagic",
                                    "id",
                                    "userId",
                                    "username",
                                    "readonlyUrl",
                                    "decorations",
                                    "avatarUrl",
                                    "campaign",
                                    "status",
                                    "statusSlug",
                                    "dateModified",
                                    "providedFrom",
                                    "configuration",
                                    "preferences",
                                    "activeSourceCategories",
                                    "canEdit",
                                    "isAssignedToPlayer",
                                    NULL};

bool read_dnd_beyond(struct reading *r, const struct any *root)
{
	const struct any *inner = find_at(root, "data");
	const struct any *data = inner ? inner : root;

	name_character(r, data, "name");
	read_abilities(r, data);
	each_modifier(r, data, read_proficiency);
	read_classes(r, data);
	read_origin(r, data);
	read_named(r, find_at(data, "feats"), STR("/data/feats"), &r->out->sheet.feats,
	           "/sheet/feats");
	read_hit_points(r, data);
	read_conditions(r, data);
	read_inventory(r, data);
	read_spells(r, data);
	read_slots(r, data);
	keep_rest(r, data, STR("/data"), known);
	return true;
}
