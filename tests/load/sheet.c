/* How long the derived sheet of a multiclassed character of level 20 takes. */
#include <time.h>

#include "common/json/json.h"
#include "common/rules/derived.h"

#include "common/base/poison.h"

enum { ROUNDS = 20000 };

static const char *const sheets[] = {
    "{\"abilities\":{\"str\":16,\"dex\":14,\"con\":15,\"int\":16,\"wis\":13,\"cha\":16},"
    "\"species\":\"half-orc\",\"background\":\"acolyte\",\"xp\":355000,\"classes\":["
    "{\"class\":\"barbarian\",\"level\":5,\"subclass\":\"berserker\"},"
    "{\"class\":\"paladin\",\"level\":6,\"subclass\":\"devotion\"},"
    "{\"class\":\"wizard\",\"level\":5,\"subclass\":\"evocation\"},"
    "{\"class\":\"warlock\",\"level\":4,\"subclass\":\"fiend\"}],"
    "\"features\":[\"fighting-style-dueling\",\"eldritch-invocation-devils-sight\"],"
    "\"proficiencies\":{\"skills\":[\"athletics\",\"perception\",\"arcana\"],"
    "\"expertise\":[\"athletics\"]},\"hp\":{\"current\":100},\"features_used\":{\"rage\":1},"
    "\"slots_used\":{\"1\":2,\"pact\":1},\"effects\":[{\"effect\":\"rage\"},"
    "{\"effect\":\"bless\",\"source\":\"Cleric\"},{\"effect\":\"haste\"}],"
    "\"equipment\":[{\"item\":\"weapon-1\",\"base\":\"longsword\",\"quantity\":1,"
    "\"equipped\":true},{\"item\":\"shield\",\"quantity\":1,\"equipped\":true},"
    "{\"item\":\"ring-of-protection\",\"quantity\":1,\"equipped\":true,\"attuned\":true},"
    "{\"item\":\"cloak-of-protection\",\"quantity\":1,\"equipped\":true,\"attuned\":true},"
    "{\"item\":\"javelin\",\"quantity\":5,\"equipped\":true},"
    "{\"item\":\"backpack\",\"quantity\":1,\"equipped\":false},"
    "{\"item\":\"rope-hempen-50-feet\",\"quantity\":1,\"equipped\":false}]}",
    "{\"abilities\":{\"str\":10,\"dex\":14,\"con\":14,\"int\":18,\"wis\":12,\"cha\":10},"
    "\"classes\":[{\"class\":\"wizard\",\"level\":5,\"subclass\":\"evocation\"}]}",
};

static double microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(void)
{
	static const char *const names[] = {"level 20, four classes", "level 5, one class"};
	struct arena memory = {0}, work = {0};

	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		struct problems problems = {0};
		struct sheet s = {0};
		int64_t sum = 0;
		double began;

		if (!json_decode(str_of(sheets[i]), &sheet_shape, &memory, &s, &problems))
			return 1;
		began = microseconds();
		for (int round = 0; round < ROUNDS; round++) {
			struct derived_sheet d = sheet_derive(&s, catalog_srd(RULESET_2014), &work);

			sum += d.armor_class.value;
			arena_reset(&work);
		}
		printf("derived sheet, %s: %.1f us (AC %d)\n", names[i],
		       (microseconds() - began) / ROUNDS, (int)(sum / ROUNDS));
	}
	arena_free(&work);
	arena_free(&memory);
	return 0;
}
