select me.role, here.user_id, u.display_name, here.role, here.since, here.user_id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select m.user_id, m.role, min(p.since) as since
	from people_here p
	join campaign_members m on m.campaign_id = p.campaign_id and m.user_id = p.user_id
	where p.campaign_id = c.id and ($3::uuid is null or m.user_id > $3::uuid)
	group by m.user_id, m.role
	order by m.user_id
	limit $4) here on true
left join users u on u.id = here.user_id
where c.id = $1 and c.deleted_at is null
order by here.user_id
