update campaigns c
set owner_id = $3
from campaign_members m
where c.id = $1 and m.campaign_id = c.id and m.user_id = $2
returning c.id, c.name, c.description, c.ruleset, c.owner_id, m.role, c.settings, c.created_at, c.deleted_at
