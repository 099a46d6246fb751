insert into campaigns (id, name, description, ruleset, settings, owner_id, created_at)
select c.id, c.name, c.description, c.ruleset, c.settings, $2::uuid, c.created_at
from json_to_recordset($1::json) as c(id uuid, name text, description text, ruleset ruleset, settings jsonb,
	created_at timestamptz)
