update characters c
set name = coalesce($2, name), sheet = coalesce($3::jsonb, sheet), version = version + 1, updated_at = now()
where id = $1 and character_role(c, $4) in ('owner', 'dm')
returning character_role(c, $4), id, name, owner_id, campaign_id, version, sheet, created_at, updated_at
