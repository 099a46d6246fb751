with made as (
	insert into campaign_members
	select m.* from json_populate_recordset(null::campaign_members, $1::json) m
	where m.campaign_id = $3::uuid and came_along(m.user_id, $2::uuid)
	returning 1
)
select count(*) = json_array_length($1::json) from made
