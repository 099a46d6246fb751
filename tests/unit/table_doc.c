/* The patch between two documents: whatever they are, folding it into the first gives the second. */
#include "tests/unit/cm.h"

#include "common/table/doc.h"

#include "common/base/poison.h"

enum { ROUNDS = 20000, DEPTH = 4, KEYS = 5 };

static void grow(struct arena *a, uint64_t *r, struct doc *in, int depth);

static void grow_member(struct arena *a, uint64_t *r, struct doc *in, struct str key, int depth)
{
	static const char *const words[] = {"", "goblin", "\"quoted\"", "é", "null"};

	switch (random_below(r, depth ? 6 : 4)) {
	case 0:
		doc_number(a, in, key, (int64_t)random_below(r, 3) - 1);
		break;
	case 1:
		doc_truth(a, in, key, random_below(r, 2));
		break;
	case 2:
		doc_text(a, in, key, str_of(words[random_below(r, 5)]));
		break;
	case 3: {
		struct doc *list = doc_array(a, in, key);

		for (size_t n = random_below(r, 3); n; n--)
			doc_number(a, list, STR(""), (int64_t)random_below(r, 3));
		break;
	}
	default:
		grow(a, r, doc_object(a, in, key), depth - 1);
	}
}

/* Members in any order: the document sorts them. */
static void grow(struct arena *a, uint64_t *r, struct doc *in, int depth)
{
	static const char *const keys[KEYS] = {"a", "b", "ab", "hp", "z"};
	size_t first = random_below(r, KEYS);

	for (size_t i = 0; i < KEYS; i++)
		if (random_below(r, 2))
			grow_member(a, r, in, str_of(keys[(first + i) % KEYS]), depth);
}

static void copy(struct arena *a, struct doc *in, struct str key, const struct doc *d)
{
	struct doc *to;

	switch (d->kind) {
	case DOC_OBJECT:
	case DOC_ARRAY:
		to = d->kind == DOC_OBJECT ? doc_object(a, in, key) : doc_array(a, in, key);
		for (const struct doc *c = d->first; c; c = c->next)
			copy(a, to, c->key, c);
		break;
	case DOC_DECIMAL:
		doc_decimal(a, in, key, d->number);
		break;
	case DOC_NUMBER:
		doc_number(a, in, key, d->number);
		break;
	case DOC_TRUTH:
		doc_truth(a, in, key, d->number);
		break;
	case DOC_TEXT:
		doc_text(a, in, key, d->text);
		break;
	case DOC_REMOVED:
		fail_msg("a document holds null");
	}
}

/* RFC 7396, section 2, written for itself: what a client does. */
static void fold(struct arena *a, const struct doc *target, const struct doc *patch,
                 struct doc *out)
{
	if (target && target->kind == DOC_OBJECT)
		for (const struct doc *d = target->first; d; d = d->next)
			if (!doc_find(patch, d->key))
				copy(a, out, d->key, d);
	for (const struct doc *p = patch->first; p; p = p->next) {
		if (p->kind == DOC_REMOVED)
			continue;
		if (p->kind == DOC_OBJECT)
			fold(a, target ? doc_find(target, p->key) : NULL, p,
			     doc_object(a, out, p->key));
		else
			copy(a, out, p->key, p);
	}
}

static struct str text_of(struct arena *a, const struct doc *d)
{
	struct buf b = BUF(a);

	doc_write(&b, d);
	return buf_str(&b);
}

static void folding_a_patch_gives_the_other_document(void **state)
{
	struct arena a = {0};
	int differed = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
		uint64_t r = seed;
		struct doc *before = doc_root(&a), *after = doc_root(&a), *folded = doc_root(&a);
		struct doc *patch;
		struct str want, got;

		grow(&a, &r, before, DEPTH);
		grow(&a, &r, after, DEPTH);
		patch = doc_patch(&a, before, after);
		if (patch)
			fold(&a, before, patch, folded);
		want = text_of(&a, after);
		got = text_of(&a, patch ? folded : before);
		if (!str_eq(want, got))
			fail_msg("seed %llu: wanted %.*s, got %.*s", (unsigned long long)seed,
			         STR_ARG(want), STR_ARG(got));
		differed += patch != NULL;
		arena_reset(&a);
	}
	assert_true(differed > ROUNDS / 2);
	arena_free(&a);
}

static void nothing_changes_no_patch(void **state)
{
	struct arena a = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		uint64_t r = seed, again = seed;
		struct doc *one = doc_root(&a), *other = doc_root(&a);

		grow(&a, &r, one, DEPTH);
		grow(&a, &again, other, DEPTH);
		assert_null(doc_patch(&a, one, other));
		assert_true(doc_equal(one, other));
		arena_reset(&a);
	}
	arena_free(&a);
}

static void a_patch_is_no_larger_than_it_must_be(void **state)
{
	struct arena a = {0};
	struct doc *before = doc_root(&a), *after = doc_root(&a);
	struct doc *x = doc_object(&a, before, STR("hp")), *y = doc_object(&a, after, STR("hp"));

	(void)state;
	doc_number(&a, x, STR("current"), 7);
	doc_number(&a, x, STR("max"), 7);
	doc_text(&a, before, STR("turn"), STR("a"));
	doc_number(&a, y, STR("current"), 4);
	doc_number(&a, y, STR("max"), 7);
	doc_truth(&a, after, STR("hidden"), true);
	assert_true(str_eq(text_of(&a, doc_patch(&a, before, after)),
	                   STR("{\"hidden\":true,\"hp\":{\"current\":4},\"turn\":null}")));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(folding_a_patch_gives_the_other_document),
	    cmocka_unit_test(nothing_changes_no_patch),
	    cmocka_unit_test(a_patch_is_no_larger_than_it_must_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
