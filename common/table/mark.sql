-- The last event that this audience got, which a resumed stream starts from, and the later ones of people whom
-- events name.
with last as (
	select seq, id
	from events
	where campaign_id = $1 and case $2 when 'dm' then dm else party end is not null
	order by seq desc
	limit 1
)
select null::uuid as reader, id
from last
union all (
	select distinct on (reader) reader, e.id
	from events e
	cross join unnest(e.readers) reader
	where e.campaign_id = $1 and e.seq > coalesce((select seq from last), 0)
	order by reader, e.seq desc
)
