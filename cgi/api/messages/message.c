#include "cgi/api/messages/message.h"

#include "cgi/api/fields.h"
#include "cgi/api/messages/inline.h"
#include "common/table/announce.h"

#include "common/base/poison.h"

const char *const message_to_names[] = {"party", "dm", "named", NULL};
static const char *const command_names[] = {"none", "roll", NULL};

static const struct field id_item = {.kind = FIELD_UUID};
static const struct field roll_item = {.kind = FIELD_OBJECT, .shape = &roll_shape};

#define THERE(member, kind, ...) FIELD(struct message, member, kind, FIELD_REQUIRED, __VA_ARGS__)
#define MAYBE(member, kind, ...) FIELD(struct message, member, kind, FIELD_OMIT_ZERO, __VA_ARGS__)
static const struct field message_fields[] = {
    THERE(id, FIELD_UUID, .doc = "The message; later ones sort behind it."),
    THERE(campaign_id, FIELD_UUID, .doc = "At which table."),
    THERE(author_id, FIELD_UUID, .doc = "Who wrote it."),
    THERE(at, FIELD_TIME, .doc = "When."),
    MAYBE(edited_at, FIELD_TIME, .doc = "When its author last changed it, if ever."),
    THERE(to, FIELD_ENUM, .names = message_to_names,
          .doc = "Who reads it besides its author: party every member, dm the DMs, named the "
                 "recipients."),
    MAYBE(recipients, FIELD_LIST, .max = RECIPIENTS_MAX, .item = &id_item,
          .item_size = sizeof(struct uuid), .doc = "Who the named are."),
    MAYBE(character_id, FIELD_UUID, .doc = "The character who speaks."),
    MAYBE(speaker, FIELD_STR, .max = SPEAKER_MAX,
          .doc = "The name of who speaks, where it is not the author: a character's, or one that a "
                 "DM made up."),
    MAYBE(command, FIELD_ENUM, .names = command_names,
          .doc = "roll: the message is a roll and nothing else, which stands in rolls."),
    THERE(text, FIELD_STR, .max = MESSAGE_TEXT_MAX, .doc = "As it was typed."),
    MAYBE(rolls, FIELD_LIST, .max = INLINE_MAX, .item = &roll_item,
          .item_size = sizeof(struct rolled),
          .doc = "The dice in it, with their place in the text, as they fell."),
};
const struct shape message_shape = SHAPE("Message", struct message, message_fields);

struct str message_json(const struct message *m, struct arena *arena)
{
	struct buf b = BUF(arena);

	json_encode(&b, &message_shape, m);
	return buf_str(&b);
}

/* Whom it names: the recipients and, unless everybody reads it, its author. */
static struct list readers_of(const struct message *m, struct arena *arena)
{
	struct uuid *readers = ARENA_ARRAY(arena, struct uuid, m->recipients.count + 1);
	size_t n = m->recipients.count;

	if (m->to == TO_PARTY)
		return (struct list){NULL, 0};
	if (n)
		memcpy(readers, m->recipients.items, n * sizeof *readers);
	readers[n++] = m->author_id;
	return (struct list){readers, n};
}

void message_announce(struct request *rq, int64_t seq, const char *type, const struct message *m,
                      struct str at)
{
	const struct doc *nothing = doc_root(rq->arena);
	struct announcement news = {
	    .campaign_id = m->campaign_id,
	    .seq = seq,
	    .type = {type, type, type},
	    .at = at,
	    .by = rq->user_id,
	    .readers = readers_of(m, rq->arena),
	    .message_id = m->id,
	    .message = m->text.n ? message_json(m, rq->arena)
	                         : arena_printf(rq->arena, "{\"id\":\"%s\"}", rq_uuid(rq, m->id)),
	    .patch = {m->to == TO_NAMED ? NULL : nothing, m->to == TO_PARTY ? nothing : NULL,
	              nothing},
	};

	announce_commit(rq->db, announce_queue(rq->db, &news, rq->arena));
}
