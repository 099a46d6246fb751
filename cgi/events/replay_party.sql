-- What the party has missed: the next 100 events after $2, or after the event $3 if $2 is null. One
-- statement and so one snapshot: a page of fewer than 100 is complete up to last_seq. `after` is
-- null when $3 is no event of this campaign that this audience got, or when $4 was not what they are
-- now at that event; `follows` is the oldest event
-- after it for anyone, which tells whether the log still reaches back; `behind` and `bytes` say how
-- much there is to replay, counted no further than is worth knowing. No row: no such campaign.
with known as (
	select coalesce($2::bigint, (
		select seq from events
		where campaign_id = $1::uuid and id = $3::uuid and party is not null
	)) as after
), since as (
	select case when not exists (
		select from events
		where campaign_id = $1::uuid and ends = $4::uuid and seq > known.after
	) then known.after end as after
	from known
)
select since.after, campaign.last_seq, oldest.follows, missed.behind, missed.bytes,
	event.seq, event.id, coalesce(event.party_type, event.type), event.party
from campaigns campaign
cross join since
cross join lateral (
	select min(seq) as follows from events
	where campaign_id = campaign.id and seq > since.after
) oldest
cross join lateral (
	select count(*) as behind, coalesce(sum(n), 0) as bytes
	from (
		select octet_length(party) as n from events
		where campaign_id = campaign.id and seq > since.after and party is not null
		order by seq limit 1001
	) counted
) missed
left join lateral (
	select seq, id, type, party_type, party from events
	where campaign_id = campaign.id and seq > since.after and party is not null
	order by seq limit 100
) event on true
where campaign.id = $1::uuid and campaign.deleted_at is null
order by event.seq
