-- Over what the database itself has noted when the characters were put.
with made as (
	insert into character_changes
	select h.* from json_populate_recordset(null::character_changes, $1::json) h
	where (h.by_user is null or came_along(h.by_user, $2::uuid))
		and exists (select from characters c where c.id = h.character_id and c.campaign_id = $3::uuid)
	on conflict (character_id, version) do update
	set kind = excluded.kind, by_user = excluded.by_user, at = excluded.at, changes = excluded.changes, dice = excluded.dice
	returning 1
)
select count(*) = json_array_length($1::json) from made
