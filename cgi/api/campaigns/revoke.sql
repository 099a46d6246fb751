with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $3
	where c.id = $1 and c.deleted_at is null
), changed as (
	update invites i
	set revoked_at = coalesce(i.revoked_at, now())
	from me
	where i.id = $2 and i.campaign_id = $1 and me.role >= $4::campaign_role
	returning i.*
)
select me.role, i.id, i.role, i.expires_at, i.max_uses, i.uses, i.revoked_at is not null, i.created_at
from me
left join changed i on true
