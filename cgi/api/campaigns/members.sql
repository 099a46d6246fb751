select me.role, m.user_id, u.display_name, m.role, c.owner_id = m.user_id, m.joined_at, m.user_id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join campaign_members m on m.campaign_id = c.id and ($3::uuid is null or m.user_id > $3::uuid)
left join users u on u.id = m.user_id
where c.id = $1 and c.deleted_at is null
order by m.user_id
limit $4
