#include "common/table/doc.h"

#include "common/base/log.h"

#include "common/base/poison.h"

struct doc *doc_root(struct arena *a)
{
	return ARENA_NEW(a, struct doc);
}

/* Views add members nearly in order, so looking from the end is cheap only with a back link; objects
 * here have a dozen members, or hundreds that come sorted already. */
static struct doc *add(struct arena *a, struct doc *in, struct str key, enum doc_kind kind)
{
	struct doc *d = ARENA_NEW(a, struct doc), **at = &in->first;

	d->kind = kind;
	d->key = key;
	if (in->kind == DOC_ARRAY || !in->last || str_cmp(in->last->key, key) < 0) {
		if (in->last)
			in->last->next = d;
		else
			in->first = d;
		in->last = d;
		return d;
	}
	while (str_cmp((*at)->key, key) < 0)
		at = &(*at)->next;
	if (str_eq((*at)->key, key))
		log_fatal("doc_key_twice", "key=%.*s", STR_ARG(key));
	d->next = *at;
	*at = d;
	return d;
}

struct doc *doc_object(struct arena *a, struct doc *in, struct str key)
{
	return add(a, in, key, DOC_OBJECT);
}

struct doc *doc_array(struct arena *a, struct doc *in, struct str key)
{
	return add(a, in, key, DOC_ARRAY);
}

void doc_text(struct arena *a, struct doc *in, struct str key, struct str text)
{
	add(a, in, key, DOC_TEXT)->text = text;
}

struct str doc_id(struct arena *a, struct uuid id)
{
	char *text = arena_alloc(a, UUID_TEXT + 1, 1);

	uuid_format(id, text);
	return (struct str){text, UUID_TEXT};
}

void doc_uuid(struct arena *a, struct doc *in, struct str key, struct uuid id)
{
	doc_text(a, in, key, doc_id(a, id));
}

void doc_number(struct arena *a, struct doc *in, struct str key, int64_t number)
{
	add(a, in, key, DOC_NUMBER)->number = number;
}

void doc_decimal(struct arena *a, struct doc *in, struct str key, int64_t thousandths)
{
	add(a, in, key, DOC_DECIMAL)->number = thousandths;
}

void doc_truth(struct arena *a, struct doc *in, struct str key, bool truth)
{
	add(a, in, key, DOC_TRUTH)->number = truth;
}

void doc_fields(struct arena *a, struct doc *in, const struct shape *shape, const void *object)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct field *f = &shape->fields[i];
		const char *p = (const char *)object + f->offset;
		struct str key = str_of(f->name);
		int32_t number = 0;

		switch (f->kind) {
		case FIELD_BOOL:
			doc_truth(a, in, key, *(const bool *)p);
			break;
		case FIELD_INT:
			memcpy(&number, p, sizeof number);
			doc_number(a, in, key, number);
			break;
		case FIELD_ENUM:
			memcpy(&number, p, sizeof number);
			doc_text(a, in, key, str_of(f->names[number]));
			break;
		case FIELD_STR:
			doc_text(a, in, key, *(const struct str *)(const void *)p);
			break;
		default:
			log_fatal("doc_field", "shape=%s field=%s", shape->name, f->name);
		}
	}
}

struct doc *doc_find(const struct doc *in, struct str key)
{
	struct doc *d = in->first;

	while (d && !str_eq(d->key, key))
		d = d->next;
	return d;
}

static void write_children(struct buf *b, const struct doc *d)
{
	bool object = d->kind != DOC_ARRAY;

	buf_putc(b, object ? '{' : '[');
	for (const struct doc *child = d->first; child; child = child->next) {
		if (child != d->first)
			buf_putc(b, ',');
		if (object) {
			buf_json_str(b, child->key);
			buf_putc(b, ':');
		}
		doc_write(b, child);
	}
	buf_putc(b, object ? '}' : ']');
}

void doc_write(struct buf *b, const struct doc *d)
{
	switch (d->kind) {
	case DOC_OBJECT:
	case DOC_ARRAY:
		write_children(b, d);
		break;
	case DOC_TEXT:
		buf_json_str(b, d->text);
		break;
	case DOC_NUMBER:
		buf_int(b, d->number);
		break;
	case DOC_DECIMAL:
		buf_decimal(b, d->number);
		break;
	case DOC_TRUTH:
		buf_put(b, d->number ? STR("true") : STR("false"));
		break;
	case DOC_REMOVED:
		BUF_LIT(b, "null");
		break;
	}
}

bool doc_equal(const struct doc *a, const struct doc *b)
{
	const struct doc *x = a->first, *y = b->first;

	if (a->kind != b->kind || a->number != b->number || !str_eq(a->text, b->text))
		return false;
	for (; x && y; x = x->next, y = y->next)
		if (!str_eq(x->key, y->key) || !doc_equal(x, y))
			return false;
	return !x && !y;
}

void doc_share(struct arena *a, struct doc *in, const struct doc *d)
{
	struct doc *copy = add(a, in, d->key, d->kind);

	copy->text = d->text;
	copy->number = d->number;
	copy->first = d->first;
	copy->last = d->last;
}

/* Both lists of members are sorted, so this is a merge. Returns whether anything was added to `out`. */
static bool compare(struct arena *a, const struct doc *before, const struct doc *after,
                    struct doc *out)
{
	const struct doc *x = before->first, *y = after->first;

	while (x || y) {
		int order = !x ? 1 : !y ? -1 : str_cmp(x->key, y->key);

		if (order < 0) {
			add(a, out, x->key, DOC_REMOVED);
		} else if (order > 0) {
			doc_share(a, out, y);
		} else if (x->kind == DOC_OBJECT && y->kind == DOC_OBJECT) {
			struct doc inner = {.kind = DOC_OBJECT, .key = y->key};

			if (compare(a, x, y, &inner))
				doc_share(a, out, &inner);
		} else if (!doc_equal(x, y)) {
			doc_share(a, out, y);
		}
		if (order <= 0)
			x = x->next;
		if (order >= 0)
			y = y->next;
	}
	return out->first != NULL;
}

struct doc *doc_patch(struct arena *a, const struct doc *before, const struct doc *after)
{
	struct doc *patch = doc_root(a);

	return compare(a, before, after, patch) ? patch : NULL;
}
