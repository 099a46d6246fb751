select case when c.owner_id = $2 then 'owner' else m.role::text end, c.id, c.name, c.description, c.ruleset,
	c.owner_id, m.role, c.settings, c.created_at, c.deleted_at
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where c.id = $1 and c.deleted_at is null
