/* common/rules: every monster of the compendium makes a sound combatant. */
#include "tests/unit/cm.h"

#include <stdio.h>

#include "common/json/json.h"
#include "common/rules/dice_notation.h"
#include "common/rules/monster.h"

static const char *const files[] = {"sql/compendium/5.1/monsters.jsonl",
                                    "sql/compendium/5.2/monsters.jsonl"};

static struct str slug_of(struct str line, struct arena *arena)
{
	struct problems problems = {0};
	struct str slug = {0};

	assert_true(json_peek(line, "slug", arena, &slug, &problems));
	return slug;
}

static struct stat_block block_of(struct str line, bool in_lair, struct arena *arena)
{
	struct problems problems = {0};
	struct monster m = {0};

	if (!json_decode(line, &monster_shape, arena, &m, &problems))
		fail_msg("%.*s: %s in %.*s", STR_ARG(problems.items[0].field),
		         problems.items[0].code, STR_ARG(line));
	return monster_stat_block(&m, slug_of(line, arena), in_lair, arena);
}

static void check_attacks(const struct stat_block *block, struct arena *arena)
{
	const struct attack *a = block->attacks.items;

	for (size_t i = 0; i < block->attacks.count; i++) {
		const struct dice_expression *expression;
		struct dice_problem problem;

		for (size_t k = 0; k < i; k++)
			if (str_eq(a[i].name, a[k].name))
				fail_msg("%.*s has %.*s twice", STR_ARG(block->name),
				         STR_ARG(a[i].name));
		if (a[i].damage.n && !dice_parse(a[i].damage, arena, &expression, &problem))
			fail_msg("%.*s: %.*s", STR_ARG(block->name), STR_ARG(a[i].damage));
		if (!str_eq(a[i].name, STR("Spell")) && !a[i].reach && !a[i].range)
			fail_msg("%.*s: %.*s reaches nobody", STR_ARG(block->name),
			         STR_ARG(a[i].name));
	}
}

/* Of each file: how many lines, attacks and things to use up there are. */
struct tally {
	size_t lines, attacks, resources, dice;
};

static void each_monster(const char *path, struct tally *tally)
{
	FILE *file = fopen(path, "r");
	struct arena arena = {0};
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	assert_non_null(file);
	while ((n = getline(&line, &room, file)) > 0) {
		struct stat_block block = block_of((struct str){line, (size_t)n}, false, &arena);

		if (stat_block_broken(&block))
			fail_msg("%.*s: %s", STR_ARG(block.name), stat_block_broken(&block));
		check_attacks(&block, &arena);
		tally->lines++;
		tally->attacks += block.attacks.count;
		tally->resources += block.resources.count;
		tally->dice += block.hit_dice.n > 0;
		arena_reset(&arena);
	}
	free(line);
	fclose(file);
	arena_free(&arena);
}

static void all_of_them_are_sound(void **state)
{
	struct tally old = {0}, new = {0};

	(void)state;
	each_monster(files[0], &old);
	each_monster(files[1], &new);
	assert_int_equal(old.lines, 334);
	assert_int_equal(new.lines, 331);
	assert_int_equal(old.dice, old.lines);
	/* Every attack that an action has, and those with spells. */
	assert_in_range(old.attacks, 533, 533 + 16);
	assert_in_range(new.attacks, 423, 423 + 13);
	assert_true(old.resources > 150 && new.resources > 150);
}

static void check_resource(const struct stat_block *block, struct resource wanted)
{
	const struct resource *r = block->resources.items;

	for (size_t i = 0; i < block->resources.count; i++)
		if (r[i].kind == wanted.kind && r[i].level == wanted.level &&
		    str_eq(r[i].name, wanted.name)) {
			assert_int_equal(r[i].max, wanted.max);
			assert_int_equal(r[i].left, wanted.max);
			assert_int_equal(r[i].recharge, wanted.recharge);
			assert_int_equal(resource_resets(&r[i]), wanted.resets);
			return;
		}
	fail_msg("there is no %.*s", STR_ARG(wanted.name));
}

/* One of them, figure by figure; it is made up. */
static void what_an_entry_says_arrives(void **state)
{
	static const char entry[] =
	    "{\"slug\":\"fen-drake\",\"name\":\"Fen "
	    "Drake\",\"ac\":17,\"hp\":60,\"hit_dice\":\"8d8+24\","
	    "\"xp\":1100,\"xp_in_lair\":1800,\"abilities\":{\"str\":18,\"dex\":8,\"con\":16,"
	    "\"int\":6,\"wis\":12,"
	    "\"cha\":7},"
	    "\"saves\":{\"con\":6},\"speeds\":{\"walk\":35,\"swim\":40},\"immunities\":[\"acid\"],"
	    "\"condition_immunities\":[\"prone\"],\"traits\":[{\"name\":\"Legendary Resistance\","
	    "\"uses\":{\"kind\":\"day\",\"count\":2,\"count_in_lair\":3}}],\"actions\":[{\"name\":"
	    "\"Bite\",\"attack\":"
	    "{\"kind\":\"melee\",\"bonus\":7,\"reach_ft\":10},\"damage\":[{\"dice\":\"2d8+4\","
	    "\"type\":\"piercing\"},{\"dice\":\"1d6\",\"type\":\"acid\"}]},{\"name\":\"Spit\","
	    "\"attack\":"
	    "{\"kind\":\"ranged\",\"bonus\":2,\"range_ft\":30,\"range_long_ft\":90},\"damage\":"
	    "[{\"flat\":1,\"type_choice\":[\"acid\",\"poison\"]}]},{\"name\":\"Breath\",\"uses\":"
	    "{\"kind\":\"recharge\",\"die\":6,\"min\":5}},{\"name\":\"Howl\",\"uses\":{\"kind\":"
	    "\"rest\","
	    "\"rests\":[\"short\",\"long\"]}}],\"spellcasting\":[{\"name\":\"Spells\",\"attack_"
	    "bonus\":4,"
	    "\"slots\":{\"1\":4,\"2\":2},\"spells\":[{\"spell\":\"fog-cloud\",\"uses\":\"at_will\"}"
	    "]}],"
	    "\"legendary_actions\":{\"per_round\":3,\"per_round_in_lair\":4,\"actions\":[]}}";
	struct arena arena = {0};
	struct stat_block b = block_of(str_of(entry), false, &arena);
	const struct attack *a = b.attacks.items;

	(void)state;
	assert_null(stat_block_broken(&b));
	assert_str(b.name, "Fen Drake");
	assert_str(b.monster, "fen-drake");
	assert_int_equal(b.armor_class, 17);
	assert_int_equal(b.initiative_bonus, -1);
	assert_int_equal(b.constitution, 16);
	assert_int_equal(b.saves[SAVE_CON], 6);
	assert_int_equal(b.saves[SAVE_STR], 4);
	assert_int_equal(b.speed, 35);
	assert_int_equal(b.immunities, DAMAGE_BIT(DAMAGE_ACID));
	assert_int_equal(b.condition_immunities, CONDITION_BIT(CONDITION_PRONE));
	assert_int_equal(b.attacks.count, 3);
	assert_str(a[0].name, "Bite");
	assert_int_equal(a[0].to_hit, 7);
	assert_int_equal(a[0].reach, 10);
	assert_str(a[0].damage, "(2d8+4)[piercing]+1d6[acid]");
	assert_str(a[1].damage, "1[acid]");
	assert_int_equal(a[1].range, 30);
	assert_int_equal(a[1].range_long, 90);
	assert_str(a[2].name, "Spell");
	assert_int_equal(a[2].to_hit, 4);
	check_resource(&b, (struct resource){.kind = RESOURCE_LEGENDARY_RESISTANCE,
	                                     .max = 2,
	                                     .resets = RECHARGE_LONG});
	check_resource(
	    &b, (struct resource){
	            .name = STR("Breath"), .max = 1, .recharge = 5, .resets = RECHARGE_SHORT});
	check_resource(&b,
	               (struct resource){.name = STR("Howl"), .max = 1, .resets = RECHARGE_SHORT});
	check_resource(&b,
	               (struct resource){
	                   .kind = RESOURCE_SLOT, .level = 2, .max = 2, .resets = RECHARGE_LONG});
	check_resource(&b, (struct resource){.kind = RESOURCE_LEGENDARY_ACTION,
	                                     .max = 3,
	                                     .resets = RECHARGE_SHORT});
	assert_int_equal(b.resources.count, 6);
	assert_int_equal(b.xp, 1100);
	/* In its lair. */
	b = block_of(str_of(entry), true, &arena);
	check_resource(&b, (struct resource){.kind = RESOURCE_LEGENDARY_RESISTANCE,
	                                     .max = 3,
	                                     .resets = RECHARGE_LONG});
	check_resource(&b, (struct resource){.kind = RESOURCE_LEGENDARY_ACTION,
	                                     .max = 4,
	                                     .resets = RECHARGE_SHORT});
	assert_int_equal(b.xp, 1800);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_of_them_are_sound),
	    cmocka_unit_test(what_an_entry_says_arrives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
