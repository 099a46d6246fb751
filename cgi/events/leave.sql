-- People ($3), each of a campaign ($2), whose last stream at the broadcaster $1 closed so many milliseconds ago ($4).
update presence p
set left_at = now() - gone.ms * interval '1 millisecond'
from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as gone (campaign_id, user_id, ms)
where p.campaign_id = gone.campaign_id and p.user_id = gone.user_id and p.broadcaster_id = $1::uuid
	and p.left_at is null
