insert into characters (id, owner_id, name, sheet)
values ($1, $2, $3, $4)
returning 'owner', id, name, owner_id, campaign_id, version, sheet, created_at, updated_at
