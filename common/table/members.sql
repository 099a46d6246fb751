select m.user_id, u.display_name, m.role
from campaign_members m
join users u on u.id = m.user_id
where m.campaign_id = $1
order by m.user_id
