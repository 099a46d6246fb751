-- Bytes that a stream can carry: one JSON object on one line. Others are refused by a cast that fails.
insert into events (campaign_id, seq, id, type, party_type, at, ends, dm, party)
select v.campaign_id, v.seq, v.id, v.type, v.party_type, v.at, v.ends, v.dm, v.party
from json_populate_recordset(null::events, $1::json) v
where case when concat(v.dm, v.party) ~ '[\r\n]' or coalesce(jsonb_typeof(v.dm::jsonb), 'object') <> 'object'
		or coalesce(jsonb_typeof(v.party::jsonb), 'object') <> 'object'
	then concat('event ', v.seq)::json is null else true end
