select to_json(t), t.id as cursor
from maps m
join tokens t on t.map_id = m.id
where m.campaign_id = $1 and ($2::uuid is null or t.id > $2::uuid)
order by t.id
limit $3
