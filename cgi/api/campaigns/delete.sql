-- Behind the lock, for the owner. It can be restored for 30 days; then the clock removes it.
update campaigns c
set deleted_at = now()
where c.id = $1 and c.owner_id = $2
returning c.id, c.name, c.description, c.ruleset, c.owner_id, c.owner_role, c.settings, c.created_at, c.deleted_at
