-- These all take $1 the rows, $2 the new owner and $3 the new campaign, and say whether every row was put: one that is not of
-- this campaign, or names somebody whom the document has not brought along, is not.
with made as (
	insert into campaigns (id, name, description, ruleset, settings, owner_id, created_at)
	select c.id, c.name, c.description, c.ruleset, c.settings, $2::uuid, c.created_at
	from json_to_recordset($1::json) as c(id uuid, name text, description text, ruleset ruleset, settings jsonb,
		created_at timestamptz)
	where c.id = $3::uuid
		-- who has ended their account while the document was read owns nothing any more
		and exists (select from users where id = $2::uuid and deleted_at is null)
	returning 1
)
select count(*) = json_array_length($1::json) from made
