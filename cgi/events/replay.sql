-- What the person $4 has missed, who is of the audience $5: the next 100 events after $2, or after the event
-- $3 if $2 is null. Who is named by an event gets what is for the named. One statement and so one snapshot: a
-- page of fewer than 100 is complete up to last_seq. `after` is null when $3 is no event of this campaign that
-- this person got, or when they were not then what they are now; `follows` is the oldest event after it for
-- anyone, which tells whether the log still reaches back; `behind` and `bytes` say how much there is to
-- replay, counted no further than is worth knowing. No row: no such campaign.
with known as (
	select coalesce($2::bigint, (
		select seq from events
		where campaign_id = $1::uuid and id = $3::uuid
			and case when $4::uuid = any (readers) then named when $5 = 'dm' then dm else party end is not null
	)) as after
), since as (
	select case when not exists (
		select from events
		where campaign_id = $1::uuid and ends = $4::uuid and seq > known.after
	) then known.after end as after
	from known
)
select since.after, campaign.last_seq, oldest.follows, missed.behind, missed.bytes,
	event.seq, event.id, event.type, event.data
from campaigns campaign
cross join since
cross join lateral (
	select min(seq) as follows from events
	where campaign_id = campaign.id and seq > since.after
) oldest
cross join lateral (
	select count(*) as behind, coalesce(sum(n), 0) as bytes
	from (
		select octet_length(told.data) as n
		from events
		cross join lateral (
			select case when $4::uuid = any (readers) then named when $5 = 'dm' then dm else party end as data
		) told
		where campaign_id = campaign.id and seq > since.after and told.data is not null
		order by seq limit 1001
	) counted
) missed
left join lateral (
	select seq, id, told.data, coalesce(
		case when $4::uuid = any (readers) then named_type when $5 <> 'dm' then party_type end, type) as type
	from events
	cross join lateral (
		select case when $4::uuid = any (readers) then named when $5 = 'dm' then dm else party end as data
	) told
	where campaign_id = campaign.id and seq > since.after and told.data is not null
	order by seq limit 100
) event on true
where campaign.id = $1::uuid and campaign.deleted_at is null
order by event.seq
