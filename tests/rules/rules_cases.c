/* Runs the .cases files named as arguments, or all of tests/rules. Each line is a case; how to
 * write one stands at the top of every file. Prints the lines that fail, and last `N passed, N
 * failed`. */
#include <errno.h>
#include <glob.h>

#include "tests/rules/trial.h"

#include "common/base/poison.h"

struct score {
	size_t passed, failed;
};

static bool run_line(struct trial *t, struct str line)
{
	struct str first = cut_item(&line, '|'), second, third;

	if (str_starts(first, STR("roll ")))
		return dice_case(t, str_sub(first, 5, first.n), cut_item(&line, '|'));
	if (str_starts(first, STR("distance ")))
		return distance_case(t, str_sub(first, 9, first.n), cut_item(&line, '|'));
	second = cut_item(&line, '|');
	third = cut_item(&line, '|');
	if (str_starts(first, STR("sheet ")))
		return sheet_case(t, str_sub(first, 6, first.n), third.n ? second : third,
		                  third.n ? third : second);
	return move_case(t, first, second, third, str_trim(line));
}

/* A line that must fail and its right twin: a runner that lets everything pass would be worthless.
 */
static const char *const planted[][2] = {
    {"Orc hp 15 | damage Orc 5 | Orc hp 11", "Orc hp 15 | damage Orc 5 | Orc hp 10"},
    {"Orc | damage Orc 5 | Orc hp 5 | damage Orc 4",
     "Orc | damage Orc 5 | Orc hp 5 | damage Orc 5"},
    {"Orc | damage Orc 5 | Orc hp 5 | nothing", "Orc | damage Orc 5; undo | Orc hp 10"},
    {"Orc | damage Orc 5 | refused NOT_STARTED", "draft, Orc | damage Orc 5 | refused NOT_STARTED"},
    {"draft, Orc | damage Orc 5 | refused PAUSED",
     "draft, Orc | start | refused NO_INITIATIVE Orc"},
    {"draft, Orc | damage Orc 5 | Orc hp 10", "draft, Orc | reveal Orc | Orc hp 10"},
    {"draft, Orc | roll_initiative with 5 6 | Orc init 5",
     "draft, Orc | roll_initiative with 5 | Orc init 5"},
    {"draft, Orc | roll_initiative | Orc init 1",
     "draft, Orc | roll_initiative with 1 | Orc init 1"},
    {"Orc init 5, Elf init 6 | next_turn | order Orc Elf",
     "Orc init 5, Elf init 6 | next_turn | order Elf Orc"},
    {"Orc init 5, Elf init 6 | pause | turn Orc", "Orc init 5, Elf init 6 | pause | turn Elf"},
    {"Orc | damage Orc 5 |", "Orc | damage Orc 5 || damage Orc 5"},
    {"Orc hp 11/10 | pause | paused", "Orc hp 11/10 | pause | broken"},
    {"Orc | dance | Orc hp 10", "Orc | pause | Orc hp 10"},
    {"sheet class wizard 5, con 14 | hp 31", "sheet class wizard 5, con 14 | hp 32"},
    {"sheet class wizard 5 | cast 4 | slots 4 3 2", "sheet class wizard 5 | cast 3 | slots 4 3 2"},
    {"distance 2 2 5-10-5 | feet 10", "distance 2 2 5-10-5 | feet 15"},
    {"roll 2d6 with 3 4 | total 8", "roll 2d6 with 3 4 | total 7"},
    {"roll 2d6 with 3 | total 4", "roll 1d6 with 3 | total 3"},
    {"roll 2d6 with 3 4 | refused EXPECTED_DICE at 0", "roll abc | refused NEEDS_AT at 0"},
};

static bool check_the_runner(struct arena *arena)
{
	for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
		struct trial wrong_one = {.arena = arena}, right_one = {.arena = arena};

		if (run_line(&wrong_one, str_of(planted[i][0]))) {
			printf("self-check: this wrong case passes: %s\n", planted[i][0]);
			return false;
		}
		if (!run_line(&right_one, str_of(planted[i][1]))) {
			printf("self-check: this right case fails: %s (%.*s)\n", planted[i][1],
			       STR_ARG(right_one.why));
			return false;
		}
		arena_reset(arena);
	}
	return true;
}

static bool run_file(const char *path, struct arena *arena, struct score *score)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;

	if (!file) {
		printf("%s: %s\n", path, strerror(errno));
		return false;
	}
	for (int number = 1;; number++) {
		struct trial t = {.arena = arena};
		ssize_t n = getline(&line, &room, file);
		struct str text;

		if (n < 0)
			break;
		text = str_trim((struct str){line, (size_t)n - (n > 0 && line[n - 1] == '\n')});
		if (!text.n || text.p[0] == '#')
			continue;
		if (run_line(&t, text) && twins_fail(&t, text, run_line)) {
			score->passed++;
		} else {
			score->failed++;
			printf("%s:%d: %.*s\n    %.*s\n", path, number, STR_ARG(t.why),
			       STR_ARG(text));
		}
		arena_reset(arena);
	}
	free(line);
	fclose(file);
	return true;
}

static bool run_all(size_t count, char *const *paths, struct arena *arena, struct score *score)
{
	bool good = true;

	for (size_t i = 0; i < count; i++)
		good = run_file(paths[i], arena, score) && good;
	return good;
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct score score = {0};
	glob_t found = {0};
	bool good = check_the_runner(&arena);

	if (argc > 1) {
		good = run_all((size_t)argc - 1, argv + 1, &arena, &score) && good;
	} else if (glob("tests/rules/*.cases", 0, NULL, &found) == 0) {
		good = run_all(found.gl_pathc, found.gl_pathv, &arena, &score) && good;
		globfree(&found);
	}
	arena_free(&arena);
	printf("%zu passed, %zu failed\n", score.passed, score.failed);
	return good && score.passed && !score.failed ? 0 : 1;
}
