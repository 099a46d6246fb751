-- DMs see the whole library, others what is on the table.
select me.role, m.id, m.campaign_id, m.name, '/api/v1/uploads/' || m.upload_id, m.grid_size, m.width, m.height, m.darkness,
	m.active, case me.role when 'dm' then m.version end, m.created_at, m.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select *
	from maps m
	where m.campaign_id = c.id and (me.role = 'dm' or m.active) and ($3::uuid is null or m.id < $3::uuid)
	order by m.id desc
	limit $4
) m on true
where c.id = $1 and c.deleted_at is null
order by m.id desc
