select id, name, owner_id, campaign_id, version, sheet, created_at, updated_at, id as cursor
from characters
where owner_id = $1 and ($2::uuid is null or id < $2::uuid)
order by id desc
limit $3
