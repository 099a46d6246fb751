with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $7
	where c.id = $2 and c.deleted_at is null
), made as (
	insert into invites (id, campaign_id, code_hash, role, expires_at, max_uses, created_by)
	select $1, $2, sha256(convert_to($3, 'UTF8')), $4::campaign_role,
		coalesce($5::timestamptz, now() + interval '7 days'), $6::integer, $7
	from me
	where me.role >= $8::campaign_role and coalesce($5::timestamptz > now(), true)
	returning *
)
select me.role, i.id, i.role, i.expires_at, i.max_uses, i.uses, false, i.created_at, $3::text, $9::text
from me
left join made i on true
