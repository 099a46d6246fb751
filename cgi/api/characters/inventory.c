/* What a character carries, thing by thing. */
#include "cgi/api/characters/change.h"
#include "cgi/api/fields.h"
#include "common/rules/derived.h"

#include "common/base/poison.h"

enum { SLUG_MAX = 80, QUANTITY_MAX = 100000 };

struct item_body {
	struct str item, base;
	int32_t quantity;
	bool equipped, attuned;
	struct fields_seen seen;
};

#define WORD(member, flags_, min_, doc_)                                                           \
	FIELD(struct item_body, member, FIELD_STR, flags_, .min = (min_), .max = SLUG_MAX,         \
	      .doc = (doc_))
#define COMMON_FIELDS                                                                              \
	FIELD(struct item_body, quantity, FIELD_INT, 0, .max = QUANTITY_MAX, .doc = "How many."),  \
	    FIELD(struct item_body, equipped, FIELD_BOOL, 0,                                       \
	          .doc = "Whether it is worn or held."),                                           \
	    FIELD(struct item_body, attuned, FIELD_BOOL, 0,                                        \
	          .doc = "Whether it is attuned; three things are at most."),                      \
	    WORD(base, 0, 0,                                                                       \
	         "The equipment that a magic item of several kinds is, as in longsword.")

static const struct field create_fields[] = {
    WORD(item, FIELD_REQUIRED, 1, "The slug of equipment or a magic item, or a name of one's own."),
    COMMON_FIELDS,
};
const struct shape item_create_shape =
    SHAPE_SEEN("InventoryItemCreate", struct item_body, create_fields);

static const struct field patch_fields[] = {COMMON_FIELDS};
const struct shape item_patch_shape =
    SHAPE_SEEN("InventoryItemPatch", struct item_body, patch_fields);

static const struct field item_fields[] = {
    ROW_ID("id", "The thing, as the paths name it."),
    ROW_STR("item", SLUG_MAX, "Its slug or name."),
    ROW("base", FIELD_STR, 0, .max = SLUG_MAX, .doc = "What kind of equipment it is."),
    ROW_INT("quantity", 0, QUANTITY_MAX, "How many."),
    ROW_BOOL("equipped", "Whether it is worn or held."),
    ROW_BOOL("attuned", "Whether it is attuned."),
    ROW_BOOL("known", "Whether the compendium has it."),
    ROW_OBJECT("character", &character_shape, "Who carries it, as it is now."),
    ROW_OBJECT("derived", &derived_shape, "What follows from the sheet now."),
};
const struct shape item_shape = SHAPE_ROW("InventoryItem", item_fields);

/* The equipment as a list of its own, with room for one more. */
static struct sheet_item *own_items(struct revision *c)
{
	size_t count = c->before.equipment.count;
	struct sheet_item *items = ARENA_ARRAY(c->rq->arena, struct sheet_item, count + 1);

	if (count)
		memcpy(items, c->before.equipment.items, count * sizeof *items);
	c->after.equipment = (struct list){items, count};
	return items;
}

/* By its id; what has none yet, by its slug or name. The count when there is none. */
static size_t find_item(const struct revision *c, struct str asked)
{
	const struct sheet_item *items = c->before.equipment.items;
	struct uuid id;
	bool by_id = uuid_parse(asked, &id);
	size_t i = 0;

	while (i < c->before.equipment.count &&
	       !(by_id ? uuid_eq(items[i].id, id)
	               : uuid_is_nil(items[i].id) && str_eq(items[i].item, asked)))
		i++;
	return i;
}

/* What the body says; the rest stays. */
static void take_body(struct sheet_item *item, const struct shape *shape,
                      const struct item_body *body)
{
	if (shape_seen(shape, body, "quantity"))
		item->quantity = body->quantity;
	if (shape_seen(shape, body, "equipped"))
		item->equipped = body->equipped;
	if (shape_seen(shape, body, "attuned"))
		item->attuned = body->attuned;
	if (shape_seen(shape, body, "base"))
		item->base = body->base;
}

static int add_item(struct revision *c)
{
	const struct item_body *body = c->rq->body;
	struct sheet_item *items = own_items(c), *fresh = &items[c->after.equipment.count];

	if (c->after.equipment.count == SHEET_ITEMS_MAX)
		return fail_field(c->rq, "/item", "OUT_OF_RANGE",
		                  STR("a sheet has room for 300 things; take something off first"));
	*fresh = (struct sheet_item){.item = body->item, .quantity = 1, .id = uuid_v7()};
	take_body(fresh, &item_create_shape, body);
	c->after.equipment.count++;
	c->item = *fresh;
	return 0;
}

static int change_item(struct revision *c)
{
	size_t at = find_item(c, c->rq->texts[0]);
	struct sheet_item *items = own_items(c);

	if (at == c->before.equipment.count)
		return fail(c->rq, ERR_ITEM_NOT_FOUND);
	take_body(&items[at], &item_patch_shape, c->rq->body);
	if (uuid_is_nil(items[at].id))
		items[at].id = uuid_v7();
	c->item = items[at];
	return 0;
}

static int remove_item(struct revision *c)
{
	size_t at = find_item(c, c->rq->texts[0]);
	struct sheet_item *items = own_items(c);

	if (at == c->before.equipment.count)
		return fail(c->rq, ERR_ITEM_NOT_FOUND);
	c->item = items[at];
	c->after.equipment.count--;
	memmove(items + at, items + at + 1, (c->after.equipment.count - at) * sizeof *items);
	return 0;
}

static int answer_item(struct request *rq, const struct revision_row *row, int status)
{
	struct revision c = {0};
	struct buf b = BUF(rq->arena);
	const char *id;
	bool known;

	if (character_change(rq, row, &c))
		return rq->answer->status;
	id = rq_uuid(rq, c.item.id);
	known = catalog_item(c.catalog, c.item.item) || catalog_magic_item(c.catalog, c.item.item);
	buf_printf(&b, "{\"id\":\"%s\",\"item\":", id);
	buf_json_str(&b, c.item.item);
	if (c.item.base.n) {
		BUF_LIT(&b, ",\"base\":");
		buf_json_str(&b, c.item.base);
	}
	buf_printf(&b,
	           ",\"quantity\":%d,\"equipped\":%s,\"attuned\":%s,\"known\":%s,\"character\":",
	           c.item.quantity, c.item.equipped ? "true" : "false",
	           c.item.attuned ? "true" : "false", known ? "true" : "false");
	write_row(&b, &character_shape, db_result(rq->db, CHANGED), 0, 1);
	BUF_LIT(&b, ",\"derived\":");
	write_derived(&b, &c.after, c.catalog, true);
	buf_putc(&b, '}');
	answer_etag(rq, db_str(db_result(rq->db, CHANGED), 0, COLUMN_VERSION));
	return answer_json(rq, status, buf_str(&b));
}

int character_inventory_post(struct request *rq)
{
	static const struct revision_row row = {"item_added", false, add_item};

	return answer_item(rq, &row, 201);
}

int character_item_patch(struct request *rq)
{
	static const struct revision_row row = {"item_changed", false, change_item};

	return answer_item(rq, &row, 200);
}

int character_item_delete(struct request *rq)
{
	static const struct revision_row row = {"item_removed", false, remove_item};

	return answer_item(rq, &row, 200);
}
