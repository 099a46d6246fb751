-- Behind the lock.
update characters c
set name = coalesce($2, name), sheet = coalesce($3::jsonb, sheet), ruleset = coalesce($5::ruleset, ruleset),
	version = version + 1, updated_at = now()
where id = $1 and character_role(c, $4) in ('owner', 'dm')
