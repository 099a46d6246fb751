/* Bytes as a stored sheet: the first chooses the ruleset, the rest is JSON. Whatever decodes can be
 * judged, derived, written, rested and levelled up, and its numbers add up. */
#include <stdlib.h>

#include "common/json/json.h"
#include "common/json/scan.h"
#include "common/rules/sheet_life.h"
#include "tests/unit/rules_sheet_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static int32_t lowest(void *context, int32_t faces)
{
	(void)context;
	(void)faces;
	return 1;
}

static void derive(const struct sheet *s, const struct catalog *c, struct arena *arena)
{
	struct derived_sheet d = sheet_derive(s, c, arena);
	struct buf b = BUF(arena);

	must(!derived_wrong(&d));
	json_encode(&b, &derived_shape, &d);
	must(!json_scan(buf_str(&b)).problem);
}

static void befall(const struct sheet *s, const struct catalog *c, struct arena *arena)
{
	const struct dice dice = {lowest, NULL};
	const struct move moves[] = {{.type = MOVE_DAMAGE, .amount = 7, .damage_type = DAMAGE_FIRE},
	                             {.type = MOVE_DAMAGE, .amount = HIT_POINTS_MAX},
	                             {.type = MOVE_HEAL, .amount = 3, .revive = true},
	                             {.type = MOVE_SET_TEMP_HP, .amount = 5},
	                             {.type = MOVE_DEATH_SAVE}};
	const char *field;
	struct list told;
	struct sheet out;

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
		if (sheet_befall(s, moves[i], c, &dice, arena, &out, &told) != RULE_OK)
			continue;
		sheet_settle(&out, c, arena);
		must(!sheet_broken(&out, c, arena, &field));
		derive(&out, c, arena);
	}
}

static void change(const struct sheet *s, const struct catalog *c, struct arena *arena)
{
	const struct dice dice = {lowest, NULL};
	const struct sheet_class *classes = s->classes.items;
	const struct sheet_count *used = s->features_used.items;
	struct level_up up = {.class = STR("wizard"), .roll = true};
	const int32_t sizes[] = {6, 8, 10, 12};
	struct sheet out;

	if (s->classes.count)
		up.class = classes[0].name;
	if (sheet_level_up(s, &up, c, &dice, arena, &out) == SHEET_OK)
		derive(&out, c, arena);
	if (sheet_long_rest(s, c, arena, &out) == SHEET_OK)
		derive(&out, c, arena);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (sheet_short_rest(s, &sizes[i], 1, c, &dice, arena, &out, NULL) == SHEET_OK)
			derive(&out, c, arena);
	if (s->features_used.count && sheet_use(s, used[0].key, 1, c, arena, &out) == SHEET_OK)
		derive(&out, c, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct problems problems = {0};
	struct sheet s = {0};
	const struct catalog *c;
	const char *field, *broken;

	if (!size)
		return 0;
	c = catalog_srd(data[0] & 1 ? RULESET_2024 : RULESET_2014);
	if (json_decode((struct str){(const char *)data + 1, size - 1}, &sheet_shape, &arena, &s,
	                &problems)) {
		derive(&s, c, &arena);
		broken = sheet_broken(&s, c, &arena, &field);
		must(!sheet_unknown(&s, &s, c, &arena));
		if (!broken) {
			change(&s, c, &arena);
			befall(&s, c, &arena);
		}
	}
	arena_free(&arena);
	return 0;
}
