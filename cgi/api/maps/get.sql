select me.role, m.id, m.campaign_id, m.name, '/api/v1/uploads/' || m.upload_id, m.grid_size, m.width, m.height, m.darkness,
	m.active, case me.role when 'dm' then m.version end, m.created_at
from maps m
join campaigns c on c.id = m.campaign_id and c.deleted_at is null
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
where m.id = $1 and (me.role = 'dm' or m.active)
