-- As tell_doorbells.sql.
select set_config('synchronous_commit', 'off', true),
	pg_notify('tabard_' || get_byte(uuid_send(c.id), 15) % 64, c.id || ' ' || c.last_seq)
from campaigns c
join encounters e on e.campaign_id = c.id
where e.id = $1
