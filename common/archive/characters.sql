select to_json(c), c.id as cursor
from characters c
where c.campaign_id = $1 and ($2::uuid is null or c.id > $2::uuid)
order by c.id
limit $3
