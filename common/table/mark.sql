-- The last event that this audience got: what a resumed stream starts from.
select id
from events
where campaign_id = $1 and case $2 when 'dm' then dm else party end is not null
order by seq desc
limit 1
