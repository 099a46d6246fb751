select to_json(m), m.id as cursor
from maps m
where m.campaign_id = $1 and ($2::uuid is null or m.id > $2::uuid)
order by m.id
limit $3
