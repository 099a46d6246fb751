insert into campaigns (id, name, description, ruleset, settings, owner_id, last_seq, created_at)
select c.id, c.name, c.description, c.ruleset, c.settings, $2::uuid, c.last_seq, c.created_at
from json_to_recordset($1::json) as c(id uuid, name text, description text, ruleset ruleset, settings jsonb,
	last_seq bigint, created_at timestamptz)
