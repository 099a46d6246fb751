select to_json(m), m.user_id as cursor
from campaign_members m
where m.campaign_id = $1 and ($2::uuid is null or m.user_id > $2::uuid)
order by m.user_id
limit $3
