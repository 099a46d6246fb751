-- Who joined did so with figures: the log cannot be played again without them.
with made as (
	insert into moves
	select m.* from json_populate_recordset(null::moves, $1::json) m
	where came_along(m.by_user, $2::uuid)
		and exists (select from encounters e where e.id = m.encounter_id and e.campaign_id = $3::uuid)
		and m.type ~ '^[a-z_]{1,40}$'
		and case when m.type = 'add_combatant' then json_array_length(m.move -> 'stats') = 1 else true end
	returning 1
)
select count(*) = json_array_length($1::json) from made
