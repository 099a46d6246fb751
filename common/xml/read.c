#include <libxml/parser.h>
#include <libxml/tree.h>
#include <limits.h>
#include <pthread.h>

#include "common/base/log.h"
#include "common/json/scan.h"
#include "common/xml/xml.h"

#include "common/base/poison.h"

enum { ELEMENTS_MAX = 10000 };

struct reading {
	struct arena *arena;
	size_t elements;
	const char *why; /* it is not what xml_write writes; NULL so far */
};

static void fail_if(struct reading *r, bool wrong, const char *why)
{
	if (wrong && !r->why)
		r->why = why;
}

static struct str text_of(const xmlChar *s)
{
	return str_of((const char *)s);
}

static struct str attribute(const xmlNode *element, const char *name, struct arena *arena)
{
	for (const xmlAttr *a = element->properties; a; a = a->next) {
		struct buf value = BUF(arena);

		if (!str_eq(text_of(a->name), str_of(name)))
			continue;
		for (const xmlNode *part = a->children; part; part = part->next)
			if (part->type == XML_TEXT_NODE)
				buf_put(&value, text_of(part->content));
		return value.n ? buf_str(&value) : STR("");
	}
	return (struct str){0};
}

static struct str content(struct reading *r, const xmlNode *element)
{
	struct buf b = BUF(r->arena);

	for (const xmlNode *at = element->children; at; at = at->next) {
		if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
			buf_put(&b, text_of(at->content));
		else
			fail_if(r, at->type != XML_COMMENT_NODE, "a text has something else in it");
	}
	return b.n ? buf_str(&b) : STR("");
}

static enum any_kind kind_of(struct reading *r, struct str type)
{
	static const char *const names[] = {
	    [ANY_NULL] = "null", [ANY_BOOL] = "boolean", [ANY_NUMBER] = "number",
	    [ANY_TEXT] = "text", [ANY_LIST] = "array",   [ANY_MAP] = "object",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(type, str_of(names[i])))
			return (enum any_kind)i;
	fail_if(r, type.p != NULL, "an attribute type is unknown");
	return ANY_TEXT;
}

static bool has_key(const struct any *in, struct str key)
{
	for (const struct any *at = in->first; at; at = at->next)
		if (str_eq(at->key, key))
			return true;
	return false;
}

static void read_value(struct reading *r, const xmlNode *element, struct any *node, size_t depth);

static void read_children(struct reading *r, const xmlNode *element, struct any *node, size_t depth)
{
	fail_if(r, depth == JSON_DEPTH_MAX, "it is nested too deeply");
	for (const xmlNode *at = element->children; at && !r->why; at = at->next) {
		struct any *child = any_new(r->arena, ANY_NULL);
		struct str key;

		if (at->type != XML_ELEMENT_NODE) {
			fail_if(r,
			        at->type == XML_TEXT_NODE ? !xmlIsBlankNode(at)
			                                  : at->type != XML_COMMENT_NODE,
			        "text stands between the elements of an object or an array");
			continue;
		}
		fail_if(r, ++r->elements > ELEMENTS_MAX, "it has too many elements");
		if (node->kind == ANY_MAP) {
			key = arena_str(r->arena, text_of(at->name));
			if (str_eq(key, STR("entry")))
				key = attribute(at, "key", r->arena);
			fail_if(r, has_key(node, key), "an object has the same key twice");
			any_put(node, key, child);
		} else {
			any_push(node, child);
		}
		read_value(r, at, child, depth + 1);
	}
}

static void read_value(struct reading *r, const xmlNode *element, struct any *node, size_t depth)
{
	struct scan scan;

	node->kind = kind_of(r, attribute(element, "type", r->arena));
	if (node->kind == ANY_MAP || node->kind == ANY_LIST) {
		read_children(r, element, node, depth);
		return;
	}
	node->text = content(r, element);
	if (node->kind == ANY_NULL) {
		fail_if(r, node->text.n, "null has no text");
	} else if (node->kind != ANY_TEXT) {
		scan = json_scan(node->text);
		fail_if(r,
		        scan.problem || !node->text.n || node->text.p[0] == '"' ||
		            node->text.p[0] == '{' || node->text.p[0] == '[' ||
		            (node->text.p[0] == 't' || node->text.p[0] == 'f') !=
		                (node->kind == ANY_BOOL),
		        "a number or a truth value is none");
		node->truth = str_eq(str_trim(node->text), STR("true"));
	}
}

static bool contains(struct str text, struct str word)
{
	for (size_t i = 0; i + word.n <= text.n; i++)
		if (memcmp(text.p + i, word.p, word.n) == 0)
			return true;
	return false;
}

static void start(void)
{
	xmlInitParser();
}

/* Before the parser sees any of it: nothing that could declare an entity, and no other encoding to
 * hide that in. */
static const char *refused(struct str text)
{
	if (text.n > INT_MAX || str_utf8_length(text) < 0)
		return "it is not UTF-8";
	if (memchr(text.p, '\0', text.n))
		return "it has a NUL in it";
	return contains(text, STR("<!DOCTYPE")) ? "a document type is not taken" : NULL;
}

struct any *xml_read(struct str text, const char *root, struct arena *arena, struct problems *ps)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct reading r = {.arena = arena};
	struct any *node = ARENA_NEW(arena, struct any);
	const xmlNode *outermost;
	xmlDoc *document = NULL;

	pthread_once(&once, start);
	r.why = text.n ? refused(text) : "it is empty";
	if (!r.why) {
		document = xmlReadMemory(text.p, (int)text.n, NULL, "UTF-8",
		                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		                             XML_PARSE_IGNORE_ENC);
		fail_if(&r, !document, "it is not well-formed");
	}
	if (!r.why) {
		outermost = xmlDocGetRootElement(document);
		fail_if(&r, document->intSubset || document->extSubset,
		        "a document type is not taken");
		fail_if(&r, !outermost || !str_eq(text_of(outermost->name), str_of(root)),
		        "its outermost element is another one");
	}
	if (!r.why)
		read_value(&r, outermost, node, 0);
	if (document)
		xmlFreeDoc(document);
	if (!r.why && node->kind != ANY_MAP)
		r.why = "it is no object";
	if (r.why)
		problem_add(ps, STR(""), "MALFORMED",
		            arena_printf(arena, "not an XML document of ours: %s", r.why));
	return r.why ? NULL : node;
}
