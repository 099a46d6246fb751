-- Bytes that a stream can carry: one JSON object on one line. Others are refused by a cast that fails.
with put as (
	insert into events (campaign_id, seq, id, type, party_type, at, ends, dm, party, named, named_type, readers)
	select v.campaign_id, v.ordinality, v.id, v.type, v.party_type, v.at, v.ends, v.dm, v.party, v.named, v.named_type,
		v.readers
	from json_populate_recordset(null::events, $1::json) with ordinality v
	where case when concat(v.dm, v.party, v.named) ~ '[\r\n]'
			or coalesce(jsonb_typeof(v.dm::jsonb), 'object') <> 'object'
			or coalesce(jsonb_typeof(v.party::jsonb), 'object') <> 'object'
			or coalesce(jsonb_typeof(v.named::jsonb), 'object') <> 'object'
		then concat('event ', v.ordinality)::json is null else true end
	returning campaign_id, seq
)
update campaigns c
set last_seq = (select count(*) from put)
where c.id = (select campaign_id from put limit 1)
