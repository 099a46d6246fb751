select u.id, u.display_name, u.avatar_url, u.preferences, u.is_admin, u.created_at,
	coalesce((
		select json_agg(json_build_object('campaign_id', e.campaign_id, 'encounter_id', e.id, 'name', e.name,
			'status', e.status, 'role', m.role) order by e.id desc)
		from campaign_members m
		join campaigns k on k.id = m.campaign_id and k.deleted_at is null
		join encounters e on e.campaign_id = k.id and e.status in ('active', 'paused')
		where m.user_id = u.id), '[]') as live
from users u
where u.id = $1
