-- What the pictures are; their bytes are files of theirs.
select to_json(u), u.id as cursor
from uploads u
where u.campaign_id = $1 and ($2::uuid is null or u.id > $2::uuid)
order by u.id
limit $3
