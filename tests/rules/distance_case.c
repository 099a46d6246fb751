/* distance COLUMNS ROWS RULE | feet N, see distance.cases. */
#include "common/rules/distance.h"
#include "tests/rules/trial.h"

#include "common/base/poison.h"

bool distance_case(struct trial *t, struct str given, struct str expected)
{
	int32_t across, down, wanted, feet;
	struct str word;

	if (!next_number(&given, &across) || !next_number(&given, &down) ||
	    !next_word(&given, &word))
		return wrong(t, "the case says too little of the way");
	for (int rule = 0; diagonals_names[rule]; rule++) {
		if (!str_eq(word, str_of(diagonals_names[rule])))
			continue;
		feet = distance_feet(across, down, (enum diagonals)rule);
		if (!next_word(&expected, &word) || !str_eq(word, STR("feet")) ||
		    !next_number(&expected, &wanted))
			return wrong(t, "the case expects nothing");
		return feet == wanted || wrong(t, "it is %d feet", feet);
	}
	return wrong(t, "no such rule: %.*s", STR_ARG(word));
}
