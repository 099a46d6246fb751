with made as (
	insert into messages
	select m.* from json_populate_recordset(null::messages, $1::json) m
	where m.campaign_id = $3::uuid and came_along(m.author_id, $2::uuid)
		and not exists (select from unnest(m.recipients) as r (id) where not came_along(r.id, $2::uuid))
		and (m.character_id is null
			or exists (select from characters c where c.id = m.character_id and c.campaign_id = m.campaign_id))
	returning 1
)
select count(*) = json_array_length($1::json) from made
