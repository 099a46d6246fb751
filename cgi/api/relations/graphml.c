/* What is known of who knows whom, as GraphML (graphml.graphdrawing.org) for programs that draw it. */
#include "cgi/api/relations/relations.h"
#include "queries.h"

#include "common/base/poison.h"

const char *const graph_media_types[] = {"application/graphml+xml", NULL};

/* Text of an element or an attribute; what XML 1.0 (2.2) cannot hold becomes U+FFFD. */
static void put_text(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '&')
			BUF_LIT(b, "&amp;");
		else if (c == '<')
			BUF_LIT(b, "&lt;");
		else if (c == '>')
			BUF_LIT(b, "&gt;");
		else if (c == '"')
			BUF_LIT(b, "&quot;");
		else if (c == '\t' || c == '\n' || c == '\r')
			buf_printf(b, "&#%d;", c);
		else if (c < 0x20)
			BUF_LIT(b, "\xef\xbf\xbd");
		else if (str_starts(str_sub(s, i, 2), STR("\xef\xbf")) && s.n - i > 2 &&
		         (unsigned char)s.p[i + 2] >= 0xbe) { /* U+FFFE, U+FFFF */
			BUF_LIT(b, "\xef\xbf\xbd");
			i += 2;
		} else
			buf_putc(b, (char)c);
	}
}

static void put_data(struct buf *b, const char *key, struct str value)
{
	buf_printf(b, "<data key=\"%s\">", key);
	put_text(b, value);
	BUF_LIT(b, "</data>");
}

static void put_keys(struct buf *b)
{
	static const char *const keys[][2] = {
	    {"node", "kind"},      {"node", "name"},  {"node", "text"},
	    {"all", "visibility"}, {"edge", "label"},
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		buf_printf(b, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"string\"/>\n",
		           keys[i][1], keys[i][0], keys[i][1]);
}

static void put_nodes(struct buf *b, const struct db_rows *rows)
{
	static const char *const names[] = {"kind", "name", "text", "visibility"};

	for (size_t i = 0; i < db_count(rows); i++) {
		BUF_LIT(b, "<node id=\"");
		put_text(b, db_str(rows, i, 0));
		BUF_LIT(b, "\">");
		for (int k = 0; k < 4; k++)
			put_data(b, names[k], db_str(rows, i, k + 1));
		BUF_LIT(b, "</node>\n");
	}
}

static void put_ties(struct buf *b, const struct db_rows *rows)
{
	static const char *const places[] = {"<edge id=\"", "\" source=\"", "\" target=\""};

	for (size_t i = 0; i < db_count(rows); i++) {
		for (int k = 0; k < 3; k++) {
			buf_put(b, str_of(places[k]));
			put_text(b, db_str(rows, i, k));
		}
		BUF_LIT(b, "\">");
		put_data(b, "label", db_str(rows, i, 3));
		put_data(b, "visibility", db_str(rows, i, 4));
		BUF_LIT(b, "</edge>\n");
	}
}

int graphml_get(struct request *rq)
{
	const char *campaign = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	struct buf b = BUF(rq->arena);
	enum db_error error;

	db_queue(rq->db, &q_table_snapshot);
	db_queue(rq->db, &q_relations_role, campaign, user);
	db_queue(rq->db, &q_relations_graph_nodes, campaign, user);
	db_queue(rq->db, &q_relations_graph_ties, campaign, user);
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 1), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	BUF_LIT(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
	put_keys(&b);
	BUF_LIT(&b, "<graph id=\"relations\" edgedefault=\"directed\">\n");
	put_nodes(&b, db_result(rq->db, 2));
	put_ties(&b, db_result(rq->db, 3));
	BUF_LIT(&b, "</graph>\n</graphml>\n");
	http_add_header(rq->answer, STR("Cache-Control: private, no-cache"));
	rq->answer->type = str_of(graph_media_types[0]);
	rq->answer->body = buf_str(&b);
	return rq->answer->status = 200;
}
