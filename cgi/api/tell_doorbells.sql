-- Behind the commit, in a transaction that nobody waits for: the log has grown, as common/table announces it.
select set_config('synchronous_commit', 'off', true),
	pg_notify('tabard_' || get_byte(uuid_send(id), 15) % 64, id || ' ' || last_seq)
from campaigns
where id = any ($1::uuid[])
