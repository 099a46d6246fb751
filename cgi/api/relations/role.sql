select m.role
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where c.id = $1 and c.deleted_at is null
