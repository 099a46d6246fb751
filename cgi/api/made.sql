-- An event for DMs in the campaign of an encounter that this transaction has made; none when it has not.
with numbered as (
	update campaigns set last_seq = last_seq + 1
	where id = (select campaign_id from encounters where id = $1)
	returning id, last_seq
)
insert into events (campaign_id, seq, id, type, dm)
select id, last_seq, gen_random_uuid(), $2, $3
from numbered
