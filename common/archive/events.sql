-- The bytes for each audience as a text, since a stream carries them exactly so.
select json_build_object('campaign_id', v.campaign_id, 'seq', v.seq, 'id', v.id, 'type', v.type,
	'party_type', v.party_type, 'at', v.at, 'ends', v.ends, 'dm', v.dm, 'party', v.party), v.seq as cursor
from events v
where v.campaign_id = $1 and ($2::bigint is null or v.seq > $2::bigint)
order by v.seq
limit $3
