-- Behind the lock, for a DM.
update campaigns c
set name = coalesce($3, name), description = coalesce($4, description), settings = coalesce($5::jsonb, settings)
from campaign_members m
where c.id = $1 and m.campaign_id = c.id and m.user_id = $2
returning c.id, c.name, c.description, c.ruleset, c.owner_id, m.role, c.settings, c.created_at, c.deleted_at
