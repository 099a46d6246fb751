-- The bytes for each share as a text, since a stream carries them exactly so. With $4, only what that person may
-- read: what others alone were told is theirs. Events have no number in an archive, or one that is left out would
-- show; they stand in their order.
select json_build_object('campaign_id', v.campaign_id, 'id', v.id, 'type', v.type, 'party_type', v.party_type,
	'at', v.at, 'ends', v.ends, 'message_id', v.message_id, 'dm', v.dm, 'party', v.party, 'named', told.named,
	'named_type', case when told.named is not null then v.named_type end,
	'readers', case when told.named is not null then v.readers end), v.seq as cursor
from events v
cross join lateral (
	select case when $4::uuid is null or $4::uuid = any (v.readers) then v.named end as named
) told
where v.campaign_id = $1 and ($2::bigint is null or v.seq > $2::bigint)
	and num_nonnulls(v.dm, v.party, told.named) > 0
order by v.seq
limit $3
