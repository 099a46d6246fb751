-- Gives up the broadcasters that have not been heard of: their people were there until then.
with dead as (
	delete from broadcasters b where given_up(b) returning b.id, b.seen_at
)
update presence p
set left_at = dead.seen_at
from dead
where p.broadcaster_id = dead.id and p.left_at is null
returning p.campaign_id
