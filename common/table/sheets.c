#include "common/table/sheets.h"

#include "queries.h"

#include "common/base/poison.h"

bool sheets_follow(const struct encounter *e)
{
	return e->status == ENCOUNTER_ACTIVE || e->status == ENCOUNTER_PAUSED;
}

/* Whether this resource of `c` is not what it was in `old`; without one everything is new. */
static bool differs(const struct combatant *old, const struct resource *r)
{
	const struct resource *was = old ? old->resources.items : NULL;

	for (size_t i = 0; old && i < old->resources.count; i++)
		if (was[i].kind == r->kind && was[i].level == r->level &&
		    str_eq(was[i].name, r->name))
			return was[i].left != r->left || was[i].equipped != r->equipped;
	return true;
}

/* ,"NAME":{"KEY":NUMBER,…} of the uses of these kinds that changed; null where nothing is used. */
static void put_used(struct buf *b, const char *name, const struct combatant *old,
                     const struct combatant *c, enum resource_kind a, enum resource_kind z)
{
	const struct resource *r = c->resources.items;
	bool any = false;

	for (size_t i = 0; i < c->resources.count; i++) {
		if (r[i].kind < a || r[i].kind > z || !differs(old, &r[i]))
			continue;
		if (any)
			BUF_LIT(b, ",");
		else
			buf_printf(b, ",\"%s\":{", name);
		any = true;
		if (r[i].kind == RESOURCE_FEATURE)
			buf_json_str(b, r[i].name);
		else if (r[i].kind == RESOURCE_PACT_SLOT)
			BUF_LIT(b, "\"pact\"");
		else if (r[i].kind == RESOURCE_HIT_DIE)
			buf_printf(b, "\"d%d\"", r[i].level);
		else
			buf_printf(b, "\"%d\"", r[i].level);
		if (r[i].left == r[i].max)
			BUF_LIT(b, ":null");
		else
			buf_printf(b, ":%d", r[i].max - r[i].left);
	}
	if (any)
		BUF_LIT(b, "}");
}

static void put_items(struct buf *b, const struct combatant *old, const struct combatant *c)
{
	const struct resource *r = c->resources.items;
	bool any = false;

	for (size_t i = 0; i < c->resources.count; i++) {
		if (r[i].kind != RESOURCE_ITEM || !differs(old, &r[i]))
			continue;
		if (any)
			BUF_LIT(b, ",");
		else
			BUF_LIT(b, ",\"items\":{");
		any = true;
		buf_json_str(b, r[i].name);
		buf_printf(b, ":{\"quantity\":%d,\"equipped\":%s}", r[i].left,
		           r[i].equipped ? "true" : "false");
	}
	if (any)
		BUF_LIT(b, "}");
}

static void put_id(struct buf *b, struct uuid character)
{
	char id[UUID_TEXT + 1];

	uuid_format(character, id);
	buf_printf(b, "%s{\"id\":\"%s\"", b->n ? "," : "[", id);
}

/* The figures of `c`; those other than hit points as far as they are not those of `old`. */
static void put(struct buf *b, const struct combatant *old, const struct combatant *c)
{
	put_id(b, c->character_id);
	buf_printf(b, ",\"set\":{\"hp\":{\"current\":%d,\"temp\":%d}", c->hp.current, c->hp.temp);
	if (old ? old->exhaustion != c->exhaustion : c->exhaustion > 0)
		buf_printf(b, ",\"exhaustion\":%d", c->exhaustion);
	put_used(b, "features_used", old, c, RESOURCE_FEATURE, RESOURCE_FEATURE);
	put_used(b, "slots_used", old, c, RESOURCE_SLOT, RESOURCE_PACT_SLOT);
	put_used(b, "hit_dice_used", old, c, RESOURCE_HIT_DIE, RESOURCE_HIT_DIE);
	BUF_LIT(b, "}");
	put_items(b, old, c);
	BUF_LIT(b, "}");
}

static void put_loot(struct buf *b, const char *name, const struct list *list)
{
	const struct loot *loot = list->items;

	if (!list->count)
		return;
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < list->count; i++) {
		buf_printf(b, "%s{\"item\":", i ? "," : "");
		buf_json_str(b, loot[i].name);
		buf_printf(b, ",\"quantity\":%d}", loot[i].quantity ? loot[i].quantity : 1);
	}
	BUF_LIT(b, "]");
}

static bool same_figures(const struct combatant *a, const struct combatant *b)
{
	const struct resource *r = b->resources.items;

	if (a->hp.current != b->hp.current || a->hp.temp != b->hp.temp ||
	    a->exhaustion != b->exhaustion)
		return false;
	for (size_t i = 0; i < b->resources.count && a->resources.items != r; i++)
		if (differs(a, &r[i]))
			return false;
	return true;
}

static void queue(const struct turnover *t, struct buf *changes)
{
	if (!changes->n)
		return;
	BUF_LIT(changes, "]");
	buf_putc(changes, '\0');
	db_queue(t->db, &q_table_sheets, changes->p, arg_uuid(t->arena, t->campaign_id));
}

/* Whether the character is in the fight, as whichever combatant. */
static bool is_there(const struct encounter *e, struct uuid character)
{
	for (size_t i = 0; i < e->count; i++)
		if (e->combatants[i].kind == KIND_CHARACTER &&
		    uuid_eq(e->combatants[i].character_id, character))
			return true;
	return false;
}

void sheets_queue(const struct turnover *t, const struct encounter *after,
                  const struct turnover_log *log)
{
	const struct encounter *before = &t->before->state;
	bool follow = sheets_follow(after), followed = sheets_follow(before);
	const struct combatant *gone = log->parted.items;
	const struct award *awards = log->awarded.items;
	struct buf figures = BUF(t->arena), given = BUF(t->arena);

	for (size_t i = 0; follow && i < after->count; i++) {
		const struct combatant *c = &after->combatants[i];
		const struct combatant *old = followed ? encounter_find(before, c->id) : NULL;

		if (c->kind == KIND_CHARACTER && (!old || !same_figures(old, c)))
			put(&figures, old, c);
	}
	for (size_t i = 0; followed && i < log->parted.count; i++)
		if (!follow || !is_there(after, gone[i].character_id))
			put(&figures, NULL, &gone[i]);
	for (size_t i = 0; i < log->awarded.count; i++) {
		put_id(&given, awards[i].character_id);
		if (awards[i].xp)
			buf_printf(&given, ",\"xp\":%d", awards[i].xp);
		put_loot(&given, "gain", &awards[i].gain);
		put_loot(&given, "lose", &awards[i].lose);
		BUF_LIT(&given, "}");
	}
	queue(t, &figures);
	queue(t, &given);
}
