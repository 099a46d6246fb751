-- People ($3), each of a campaign ($2), whose last stream at the broadcaster $1 closed so many seconds ago ($4).
update presence p
set left_at = now() - make_interval(secs => gone.seconds)
from unnest($2::uuid[], $3::uuid[], $4::integer[]) as gone (campaign_id, user_id, seconds)
where p.campaign_id = gone.campaign_id and p.user_id = gone.user_id and p.broadcaster_id = $1::uuid
	and p.left_at is null
