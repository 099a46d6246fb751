-- Gives up the broadcasters that have not been heard of. Nobody knows when their people left: at the latest now.
with dead as (
	delete from broadcasters b where given_up(b) returning b.id
)
update presence p
set left_at = now()
from dead
where p.broadcaster_id = dead.id and p.left_at is null
returning p.campaign_id
