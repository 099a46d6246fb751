-- Needs the lock on the campaign's row: $2 is its last_seq + 1.
with numbered as (
	update campaigns set last_seq = $2::bigint where id = $1::uuid
)
insert into events (campaign_id, seq, id, type, dm, party, party_type, ends, named, named_type, readers, message_id)
values ($1::uuid, $2::bigint, $3::uuid, $4::text, $5, $6, nullif($7, $4), $8::uuid, $9, nullif($10, $4), $11::uuid[], $12::uuid)
