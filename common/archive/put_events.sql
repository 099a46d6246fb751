-- Behind those that are there. Bytes that a stream can carry: one JSON object on one line. A message that is gone is
-- named by its id; what is said elsewhere is not.
with made as (
	insert into events (campaign_id, seq, id, type, party_type, at, ends, dm, party, named, named_type, readers, message_id)
	select v.campaign_id, c.last_seq + v.ordinality, v.id, v.type, v.party_type, v.at, v.ends, v.dm, v.party, v.named,
		v.named_type, v.readers, v.message_id
	from json_populate_recordset(null::events, $1::json) with ordinality v
	join campaigns c on c.id = $3::uuid
	where v.campaign_id = c.id
		and not exists (select from messages m where m.id = v.message_id and m.campaign_id <> c.id)
		and not exists (select from unnest(v.readers) as r (id) where not came_along(r.id, $2::uuid))
		and concat(v.dm, v.party, v.named) !~ '[\r\n]'
		and coalesce(jsonb_typeof(v.dm::jsonb), 'object') = 'object'
		and coalesce(jsonb_typeof(v.party::jsonb), 'object') = 'object'
		and coalesce(jsonb_typeof(v.named::jsonb), 'object') = 'object'
	returning 1
), numbered as (
	update campaigns set last_seq = last_seq + (select count(*) from made) where id = $3::uuid
)
select count(*) = json_array_length($1::json) from made
