-- The next 100 events of a campaign after $2, for everyone, with the end of the log as of the same
-- snapshot. No row: no such campaign.
select campaign.last_seq, event.seq, event.id, event.type, event.dm, event.party,
	coalesce(event.party_type, event.type), event.ends,
	event.named, coalesce(event.named_type, event.type), event.readers
from campaigns campaign
left join lateral (
	select seq, id, type, dm, party, party_type, ends, named, named_type, readers from events
	where campaign_id = campaign.id and seq > $2::bigint
	order by seq limit 100
) event on true
where campaign.id = $1::uuid and campaign.deleted_at is null
order by event.seq
