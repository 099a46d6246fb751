with made as (
	insert into handouts
	select h.* from json_populate_recordset(null::handouts, $1::json) h
	where h.campaign_id = $3::uuid and came_along(h.author_id, $2::uuid)
		and not exists (select from unnest(h.readers) as r (id) where not came_along(r.id, $2::uuid))
		and not exists (select from uploads u where u.id = any (h.images) and u.campaign_id <> h.campaign_id)
	returning 1
)
select count(*) = json_array_length($1::json) from made
