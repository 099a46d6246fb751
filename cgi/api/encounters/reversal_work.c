#include "cgi/api/encounters/reversal_work.h"

#include "queries.h"

#include "common/base/poison.h"

struct str work_different(const struct work *w)
{
	const struct fold_difference *d = w->fold.different.items;
	struct buf b = BUF(w->rq->arena);

	BUF_LIT(&b, "[");
	for (size_t i = 0; i < w->fold.different.count; i++) {
		const struct line *l = &w->lines[d[i].index];

		buf_printf(&b, "%s{\"move_id\":\"%s\",\"type\":\"%.*s\",\"version\":%d",
		           i ? "," : "", rq_uuid(w->rq, l->id),
		           STR_ARG(db_str(w->rows, d[i].index, LOGGED_TYPE)), l->version);
		if (d[i].error)
			buf_printf(&b, ",\"error\":\"%s\"", rule_errors[d[i].error].code);
		buf_printf(&b, ",\"new_dice\":%s}", d[i].new_dice ? "true" : "false");
	}
	BUF_LIT(&b, "]");
	return buf_str(&b);
}

struct str work_queue_marks(struct work *w, int32_t *reaches)
{
	struct arena *a = w->rq->arena;
	struct buf ids = BUF(a), marks = BUF(a), undoes = BUF(a), redoes = BUF(a);

	*reaches = 0;
	for (size_t i = 0; i < w->count; i++) {
		const struct line *l = &w->lines[i];
		bool is = uuid_is_nil(l->by);
		struct buf *list = is ? &redoes : &undoes;

		if (uuid_eq(l->by, l->was_by))
			continue;
		*reaches = *reaches ? *reaches : l->version;
		buf_printf(&ids, "%s%s", ids.n ? "," : "{", rq_uuid(w->rq, l->id));
		buf_printf(&marks, "%s%s", marks.n ? "," : "{",
		           is ? "NULL" : rq_uuid(w->rq, l->by));
		buf_printf(list, "%s\"%s\"", list->n ? "," : "", rq_uuid(w->rq, l->id));
	}
	BUF_LIT(&ids, "}");
	BUF_LIT(&marks, "}");
	db_queue(w->rq->db, &q_encounters_undone, rq_uuid(w->rq, w->rq->ids[0]),
	         rq_str(w->rq, buf_str(&ids)), rq_str(w->rq, buf_str(&marks)));
	return arena_printf(a, "{\"undoes\":[%.*s],\"redoes\":[%.*s]}", STR_ARG(buf_str(&undoes)),
	                    STR_ARG(buf_str(&redoes)));
}

void work_queue_dice(struct work *w)
{
	const struct fold_die *thrown = w->fold.thrown.items;
	size_t count = w->fold.thrown.count;
	struct buf ids = BUF(w->rq->arena), dice = BUF(w->rq->arena);

	for (size_t i = 0; i < count;) {
		size_t at = thrown[i].index;
		const struct logged_move *move = &w->log[at];
		bool first = true;

		buf_printf(&ids, "%c%s", ids.n ? ',' : '{', rq_uuid(w->rq, w->lines[at].id));
		buf_printf(&dice, "%c\"{", dice.n ? ',' : '{');
		for (size_t k = 0; k < move->later_count; k++, first = false)
			buf_printf(&dice, "%s%d", first ? "" : ",", move->later[k]);
		for (; i < count && thrown[i].index == at; i++, first = false)
			buf_printf(&dice, "%s%d", first ? "" : ",", thrown[i].rolled);
		BUF_LIT(&dice, "}\"");
	}
	if (!count)
		return;
	buf_putc(&ids, '}');
	buf_putc(&dice, '}');
	db_queue(w->rq->db, &q_encounters_later, rq_uuid(w->rq, w->rq->ids[0]),
	         rq_str(w->rq, buf_str(&ids)), rq_str(w->rq, buf_str(&dice)));
}
