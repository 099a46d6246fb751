-- Behind the lock: what the caller $2 is to the campaign, and the member $3 as members are answered.
select case when c.owner_id = $2 then 'owner' else me.role::text end, m.user_id, u.display_name, m.role,
	c.owner_id = m.user_id, m.joined_at
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join campaign_members m on m.campaign_id = c.id and m.user_id = $3
left join users u on u.id = m.user_id
where c.id = $1
