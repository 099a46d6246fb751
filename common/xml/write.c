#include "common/xml/xml.h"

#include "common/base/poison.h"

static bool is_name(struct str key)
{
	bool name = key.n && !(key.p[0] >= '0' && key.p[0] <= '9') && key.p[0] != '-';

	for (size_t i = 0; i < key.n; i++)
		name &= (key.p[i] >= 'a' && key.p[i] <= 'z') || key.p[i] == '_' ||
		        (key.p[i] >= '0' && key.p[i] <= '9');
	return name && !str_starts(key, STR("xml")) && !str_eq(key, STR("item")) &&
	       !str_eq(key, STR("entry"));
}

/* U+FFFE and U+FFFF, which no XML document holds (XML 1.0, 2.2), at the end of three bytes. */
static bool is_noncharacter(struct str s, size_t at)
{
	return at + 2 < s.n && (unsigned char)s.p[at] == 0xef &&
	       (unsigned char)s.p[at + 1] == 0xbf && (unsigned char)s.p[at + 2] >= 0xbe;
}

static void write_text(struct buf *b, struct str s)
{
	static const char *const escapes[] = {
	    ['&'] = "&amp;", ['<'] = "&lt;",   ['>'] = "&gt;",   ['"'] = "&quot;",
	    ['\t'] = "&#9;", ['\n'] = "&#10;", ['\r'] = "&#13;",
	};

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_noncharacter(s, i)) {
			BUF_LIT(b, "\xef\xbf\xbd");
			i += 2;
		} else if (c < sizeof escapes / sizeof *escapes && escapes[c]) {
			buf_put(b, str_of(escapes[c]));
		} else if (c < ' ') {
			BUF_LIT(b, "\xef\xbf\xbd");
		} else {
			buf_putc(b, s.p[i]);
		}
	}
}

static const char *const type_words[] = {
    [ANY_NULL] = "null", [ANY_BOOL] = "boolean", [ANY_NUMBER] = "number",
    [ANY_TEXT] = NULL,   [ANY_MAP] = "object",   [ANY_LIST] = "array",
};

static void write_element(struct buf *b, struct str name, struct str key, const struct any *node,
                          size_t depth)
{
	bool nested = node->kind == ANY_MAP || node->kind == ANY_LIST;

	buf_printf(b, "%*s<%.*s", (int)depth, "", STR_ARG(name));
	if (key.p) {
		BUF_LIT(b, " key=\"");
		write_text(b, key);
		buf_putc(b, '"');
	}
	if (type_words[node->kind])
		buf_printf(b, " type=\"%s\"", type_words[node->kind]);
	buf_putc(b, '>');
	if (node->kind == ANY_BOOL)
		buf_put(b, node->truth ? STR("true") : STR("false"));
	else if (!nested)
		write_text(b, node->text);
	if (nested && node->first)
		buf_putc(b, '\n');
	for (const struct any *at = node->first; at; at = at->next) {
		if (node->kind == ANY_LIST)
			write_element(b, STR("item"), (struct str){0}, at, depth + 1);
		else if (is_name(at->key))
			write_element(b, at->key, (struct str){0}, at, depth + 1);
		else
			write_element(b, STR("entry"), at->key.n ? at->key : STR(""), at,
			              depth + 1);
	}
	if (nested && node->first)
		buf_printf(b, "%*s", (int)depth, "");
	buf_printf(b, "</%.*s>\n", STR_ARG(name));
}

void xml_write(struct buf *b, const char *root, const struct any *node)
{
	BUF_LIT(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	write_element(b, str_of(root), (struct str){0}, node, 0);
}
