select to_json(h), h.id as cursor
from handouts h
where h.campaign_id = $1 and ($2::uuid is null or h.id > $2::uuid)
order by h.id
limit $3
