select to_json(n), n.id as cursor
from relation_nodes n
where n.campaign_id = $1 and ($2::uuid is null or n.id > $2::uuid)
order by n.id
limit $3
