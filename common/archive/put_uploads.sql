-- Of those alone whose picture has been made anew: what they are is what they have become.
with made as (
	insert into uploads
	select u.* from json_populate_recordset(null::uploads, $1::json) u
	where u.campaign_id = $3::uuid and came_along(u.owner_id, $2::uuid)
	returning 1
)
select count(*) = json_array_length($1::json) from made
