/* A message, as it is stored, answered and announced. */
#ifndef TABARD_API_MESSAGES_MESSAGE_H
#define TABARD_API_MESSAGES_MESSAGE_H

#include "cgi/api/rolled.h"

enum { MESSAGE_TEXT_MAX = 4000, RECIPIENTS_MAX = 50, SPEAKER_MAX = 80 };

enum message_to { TO_PARTY, TO_DM, TO_NAMED };
extern const char *const message_to_names[];
enum message_command { COMMAND_NONE, COMMAND_ROLL };

/* Its rows have the fields as columns. */
struct message {
	struct uuid id, campaign_id, author_id;
	struct str at, edited_at;
	int32_t to;
	struct list recipients; /* of struct uuid */
	struct uuid character_id;
	struct str speaker;
	int32_t command;
	struct str text;
	struct list rolls; /* of struct rolled */
};
extern const struct shape message_shape;

/* Queues the news behind the statement that makes it true, and the commit: for whom it concerns, and nobody else.
 * A deleted one is told by its id. */
void message_announce(struct request *rq, int64_t seq, const char *type, const struct message *m,
                      struct str at);
struct str message_json(const struct message *m, struct arena *arena);

#endif
