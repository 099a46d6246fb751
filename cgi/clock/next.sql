-- When the next turn ends after $1, both in milliseconds since 1970, and whether any encounter goes on.
select (extract(epoch from min(turn_deadline)) * 1000)::bigint, exists (select from encounters where status = 'active')
from encounters
where turn_deadline > to_timestamp($1::bigint / 1000.0)
