-- Encounters whose turn has ended at $1, in milliseconds since 1970.
select e.id
from encounters e
where e.turn_deadline <= to_timestamp($1::bigint / 1000.0)
	and (select c.deleted_at is null from campaigns c where c.id = e.campaign_id)
order by e.turn_deadline
