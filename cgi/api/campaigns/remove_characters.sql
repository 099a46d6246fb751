-- The characters of one who leaves a campaign leave with them.
update characters
set campaign_id = null, version = version + 1, updated_at = now()
where campaign_id = $1 and owner_id = $2
