-- People ($3), each of a campaign ($2), whose first stream has opened at the broadcaster $1. Who is here already, at
-- another one too, keeps since when. Nothing comes of it, and no row, when this broadcaster has been given up for
-- dead: it must introduce itself first.
insert into presence (campaign_id, user_id, broadcaster_id, since)
select come.campaign_id, come.user_id, $1::uuid, coalesce((
		select min(p.since) from presence p
		where p.campaign_id = come.campaign_id and p.user_id = come.user_id and p.left_at is null),
	date_trunc('milliseconds', now()))
from unnest($2::uuid[], $3::uuid[]) as come (campaign_id, user_id)
where exists (select from broadcasters where id = $1::uuid)
on conflict (campaign_id, user_id, broadcaster_id) do update set since = excluded.since, left_at = null
returning user_id
