-- One event in many campaigns, whose locks are held; the same bytes for everyone.
with numbered as (
	update campaigns set last_seq = last_seq + 1 where id = any ($1::uuid[])
	returning id, last_seq
)
insert into events (campaign_id, seq, id, type, dm, party, ends)
select id, last_seq, gen_random_uuid(), $2, $3, $3, $4::uuid
from numbered
