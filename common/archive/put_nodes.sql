with made as (
	insert into relation_nodes
	select r.* from json_populate_recordset(null::relation_nodes, $1::json) r
	where r.campaign_id = $3::uuid and $2::uuid is not null
	returning 1
)
select count(*) = json_array_length($1::json) from made
