-- Rung after the commit, in a transaction of its own that nobody has to wait for on disk.
select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)
