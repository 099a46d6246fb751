-- With $4, only what that person may read: whispers between others are theirs.
select to_json(m), m.id as cursor
from messages m
where m.campaign_id = $1 and ($2::uuid is null or m.id > $2::uuid)
	and ($4::uuid is null or m.audience <> 'named' or m.author_id = $4::uuid or $4::uuid = any(m.recipients))
order by m.id
limit $3
