-- A ticket $1 for the campaign $2 and its member $3.
with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $3
	where c.id = $2 and c.deleted_at is null
), made as (
	insert into stream_tickets (hash, campaign_id, user_id, expires_at)
	select sha256(convert_to($1, 'UTF8')), $2, $3, now() + interval '30 seconds'
	from me
	where me.role >= $4::campaign_role
	returning expires_at
)
select me.role, $1::text, made.expires_at
from me
left join made on true
