select u.id, u.display_name, u.avatar_url, u.preferences, u.is_admin, u.created_at,
	coalesce((
		select json_agg(json_build_object('campaign_id', e.campaign_id, 'encounter_id', e.id, 'name', e.name,
			'status', e.status, 'role', m.role) order by e.id desc)
		from campaign_members m
		join campaigns k on k.id = m.campaign_id and k.deleted_at is null
		join encounters e on e.campaign_id = k.id and e.status in ('active', 'paused')
		where m.user_id = u.id), '[]') as live,
	coalesce((
		select json_agg(json_build_object('campaign_id', m.campaign_id, 'messages', n.unread) order by m.campaign_id)
		from campaign_members m
		join campaigns k on k.id = m.campaign_id and k.deleted_at is null
		cross join lateral (select messages_unread(m.campaign_id, m.user_id, m.role, m.joined_at) as unread) n
		where m.user_id = u.id and n.unread > 0), '[]') as unread
from users u
where u.id = $1
