select to_json(t), t.id as cursor
from relation_ties t
where t.campaign_id = $1 and ($2::uuid is null or t.id > $2::uuid)
order by t.id
limit $3
