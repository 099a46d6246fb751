with made as (
	insert into maps
	select m.* from json_populate_recordset(null::maps, $1::json) m
	where m.campaign_id = $3::uuid and $2::uuid is not null and m.version < 1000000000
		and not exists (select from uploads u where u.id = m.upload_id and u.campaign_id <> m.campaign_id)
		and json_typeof(m.fog) = 'array' and json_typeof(m.walls) = 'array' and json_typeof(m.doors) = 'array'
		and json_typeof(m.lights) = 'array'
		and greatest(length(m.fog::text), length(m.walls::text), length(m.doors::text), length(m.lights::text)) <= 2097152
	returning 1
)
select count(*) = json_array_length($1::json) from made
