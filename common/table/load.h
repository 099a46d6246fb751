/* Rows of the database into the table's structs. */
#ifndef TABARD_TABLE_LOAD_H
#define TABARD_TABLE_LOAD_H

#include "common/table/table.h"

/* The two halves of table_load: queues its reads, of one moment, behind which the caller may queue more and then
 * COMMIT; reads their results. The caller's begin with number TABLE_RESULTS. */
void table_queue(struct db *db, struct uuid campaign, enum audience audience, struct arena *arena);
enum { TABLE_RESULTS = 9 };
bool table_read(const struct db *db, struct uuid campaign, struct arena *arena, struct table **out,
                struct table_mark *mark);
/* The stored settings over the defaults. Refused, with the reason logged, when they break the shape. */
bool table_settings(struct str json, struct uuid campaign, struct arena *arena,
                    struct campaign_settings *out);
/* From the rows of q_table_members. */
struct list table_members(const struct db_rows *rows, struct arena *arena);
/* The column of q_table_encounter that has the caller's role. */
enum { ENCOUNTER_ROLE = 17 };
/* From the first row of q_table_encounter, q_table_encounter_live or q_table_encounter_unasked and the rows of the combatants
 * query beside it. NULL, with the reason logged, when the state breaks an invariant of the rules: it is
 * never repaired in silence. */
struct table_encounter *table_encounter(const struct db_rows *encounter,
                                        const struct db_rows *combatants, enum ruleset ruleset,
                                        struct arena *arena);
/* From the row of q_table_map, or one like it; its tokens are another query's. NULL when there is none, or, with
 * *broken set and the reason logged, when its fog breaks the shape. */
struct table_map *table_map(const struct db_rows *map, const struct db_rows *tokens,
                            struct arena *arena, bool *broken);
/* Zones as they are stored. Refused, with the reason logged, when they break the shape. */
bool table_fog(struct str json, struct uuid map, struct arena *arena, struct list *out);
/* From the rows of q_table_tokens or one like it. */
struct list table_tokens(const struct db_rows *rows, struct arena *arena);
/* The ids in an array as PostgreSQL writes it. */
struct list table_ids(struct str array, struct arena *arena);
/* The index of `text` among NULL-terminated `names`, or `fallback`. */
int32_t name_index(const char *const *names, struct str text, int32_t fallback);

#endif
