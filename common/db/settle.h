/* Private to common/db. */
#ifndef TABARD_DB_SETTLE_H
#define TABARD_DB_SETTLE_H

struct db;
/* Rolls back what is still open and forgets results, before the connection serves somebody else. */
void db_settle(struct db *db);

#endif
