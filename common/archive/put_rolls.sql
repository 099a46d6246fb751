with made as (
	insert into rolls
	select r.* from json_populate_recordset(null::rolls, $1::json) r
	where r.campaign_id = $3::uuid and came_along(r.user_id, $2::uuid) and r.session is null
		and (r.message_id is null
			or exists (select from messages m where m.id = r.message_id and m.campaign_id = r.campaign_id))
	returning 1
)
select count(*) = json_array_length($1::json) from made
