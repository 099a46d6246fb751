-- Encounters whose turn has ended at $1, in milliseconds since 1970.
select e.id
from encounters e
join campaigns c on c.id = e.campaign_id and c.deleted_at is null
where e.turn_deadline <= to_timestamp($1::bigint / 1000.0)
order by e.turn_deadline
