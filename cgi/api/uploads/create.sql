-- Behind the lock, so that two at once do not both take the last room.
with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $3
	where c.id = $2 and c.deleted_at is null
), taken as (
	select coalesce(sum((bytes + 4095) / 4096 * 4096 + 16384), 0) as bytes from uploads where campaign_id = $2
), made as (
	insert into uploads (id, campaign_id, owner_id, name, media_type, bytes, width, height)
	select $1, $2, $3, $4, $5, $6::integer, $7::integer, $8::integer
	from me, taken
	where me.role >= $9::campaign_role and taken.bytes + $6::integer <= $10::bigint
	returning *
)
select me.role, u.id, u.campaign_id, u.owner_id, u.name, u.media_type, u.bytes, u.width, u.height, u.created_at,
	taken.bytes
from me
cross join taken
left join made u on true
