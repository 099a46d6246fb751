#include "common/table/announce.h"

#include "queries.h"

#include "common/base/poison.h"

/* PostgreSQL takes payloads below 8,000 bytes; a larger event is fetched from its row. */
enum { PAYLOAD_MAX = 7900, CHANNELS = 64 };

static void put_id(struct buf *b, const char *key, struct uuid value)
{
	char id[UUID_TEXT + 1];

	if (uuid_is_nil(value))
		return;
	uuid_format(value, id);
	buf_printf(b, ",\"%s\":\"%s\"", key, id);
}

/* Keys in byte order, as in the document. */
const char *announce_bytes(const struct announcement *a, int share, struct arena *arena)
{
	struct buf b = BUF(arena);

	if (!a->patch[share])
		return NULL;
	buf_printf(&b, "{\"at\":\"%.*s\"", STR_ARG(a->at));
	put_id(&b, "by", a->by);
	put_id(&b, "character_id", a->character_id);
	put_id(&b, "encounter_id", a->encounter_id);
	put_id(&b, "handout_id", a->handout_id);
	if (a->message.n)
		buf_printf(&b, ",\"message\":%.*s", STR_ARG(a->message));
	put_id(&b, "move", a->move_id);
	BUF_LIT(&b, ",\"patch\":");
	doc_write(&b, a->patch[share]);
	if (a->roll[share].n)
		buf_printf(&b, ",\"roll\":%.*s", STR_ARG(a->roll[share]));
	if (a->session)
		buf_printf(&b, ",\"session\":%d", a->session);
	buf_printf(&b, ",\"type\":\"%s\"", a->type[share]);
	if (a->version[share])
		buf_printf(&b, ",\"version\":%d", a->version[share]);
	BUF_LIT(&b, "}");
	buf_putc(&b, '\0');
	return b.p;
}

const char *announce_channel(struct uuid campaign, struct arena *arena)
{
	return arena_printf(arena, "tabard_%u", campaign.b[15] % CHANNELS).p;
}

static void put_length(struct buf *b, const char *bytes)
{
	if (bytes)
		buf_printf(b, " %zu", strlen(bytes));
	else
		BUF_LIT(b, " -");
}

struct doorbell announce_queue(struct db *db, const struct announcement *a, struct arena *arena)
{
	const char *dm = announce_bytes(a, AUDIENCE_DM, arena);
	const char *party = announce_bytes(a, AUDIENCE_PARTY, arena);
	const char *named = a->readers.count ? announce_bytes(a, SHARE_NAMED, arena) : NULL;
	const char *campaign = arg_uuid(arena, a->campaign_id);
	const char *id = arg_uuid(arena, uuid_v4());
	struct buf payload = BUF(arena);

	db_queue(db, &q_table_event, campaign, arg_int(arena, a->seq), id, a->type[AUDIENCE_DM], dm,
	         party, a->type[AUDIENCE_PARTY], arg_uuid_or_null(arena, a->ends), named,
	         named ? a->type[SHARE_NAMED] : NULL,
	         named ? arg_uuids(arena, a->readers.items, a->readers.count) : NULL,
	         arg_uuid_or_null(arena, a->message_id));
	buf_printf(&payload, "%s %lld %s %s/%s", campaign, (long long)a->seq, id,
	           a->type[AUDIENCE_DM], a->type[AUDIENCE_PARTY]);
	put_length(&payload, dm);
	put_length(&payload, party);
	buf_printf(&payload, "\n%s%s", dm ? dm : "", party ? party : "");
	/* Whose streams end, and who is named, stands in the row only: that is read for it. */
	if (payload.n > PAYLOAD_MAX || !uuid_is_nil(a->ends) || named) {
		payload = BUF(arena);
		buf_printf(&payload, "%s %lld", campaign, (long long)a->seq);
	}
	buf_putc(&payload, '\0');
	return (struct doorbell){
	    .channel = announce_channel(a->campaign_id, arena),
	    .payload = payload.p,
	};
}

void announce_commit(struct db *db, struct doorbell bell)
{
	db_queue(db, &q_db_commit);
	db_queue(db, &q_table_doorbell, bell.channel, bell.payload);
}
