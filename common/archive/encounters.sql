select to_json(e), e.id as cursor
from encounters e
where e.campaign_id = $1 and ($2::uuid is null or e.id > $2::uuid)
order by e.id
limit $3
