-- Owners are members, whom $2 has brought along.
with made as (
	insert into characters
	select c.* from json_populate_recordset(null::characters, $1::json) c
	where c.campaign_id = $3::uuid and $2::uuid is not null
	returning 1
)
select count(*) = json_array_length($1::json) from made
