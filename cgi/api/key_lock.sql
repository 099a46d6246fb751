-- The same key at the same time: one after the other.
select pg_advisory_xact_lock(hashtextextended($1 || $2, 0))
