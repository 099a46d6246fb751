with made as (
	insert into encounters
	select e.* from json_populate_recordset(null::encounters, $1::json) e
	where e.campaign_id = $3::uuid and $2::uuid is not null and e.version < 1000000000
	returning 1
)
select count(*) = json_array_length($1::json) from made
