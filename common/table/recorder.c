#include "common/table/recorder.h"

#include "common/base/poison.h"

static int32_t roll(void *context, int32_t faces)
{
	struct recorder *r = context;
	int32_t rolled = (int32_t)arc4random_uniform((uint32_t)faces) + 1;

	buf_printf(&r->dice, "%c%d", r->dice.n ? ',' : '{', rolled);
	return rolled;
}

struct dice recorder_dice(struct recorder *r)
{
	return (struct dice){.roll = roll, .context = r};
}

struct str recorder_log(struct recorder *r)
{
	if (!r->dice.n)
		return STR("{}");
	buf_putc(&r->dice, '}');
	return buf_str(&r->dice);
}
