/* Who is at a table: the part of the document that is not in the log. Its changes reach the streams as
 * presence.changed, with a patch and without an id. */
#ifndef TABARD_TABLE_PRESENCE_H
#define TABARD_TABLE_PRESENCE_H

#include "common/table/doc.h"
#include "common/table/table.h"

/* A member, here or not. */
struct table_presence {
	struct uuid user_id;
	int64_t since; /* milliseconds since 1970; 0: not here */
};

/* Fills the document's "presence" from struct table_presence. */
void view_presence(const struct list *members, struct doc *out, struct arena *arena);

/* Adds to a patch that takes a member away that it is not here either. */
void view_nobody(struct doc *patch, struct uuid user, struct arena *arena);

/* The data of the event that takes viewers from `before` to `after`; empty when they see no difference.
 * `before` is NULL for one of whom it is not known what they have: then it also says who is not here. */
struct str presence_event(const struct list *before, const struct list *after, struct arena *arena);

/* Queues q_table_presence, whose rows come by campaign, then user. */
void presence_queue(struct db *db, const struct uuid *campaigns, size_t count, struct arena *arena);
/* `count` of the rows, from `first` on, as struct table_presence. */
struct list presence_list(const struct db_rows *rows, size_t first, size_t count,
                          struct arena *arena);
/* Queues a doorbell for each of the campaigns, once: who is there has changed. */
void presence_ring(struct db *db, const struct uuid *campaigns, size_t count, struct arena *arena);

#endif
