select me.role, i.id, i.role, i.expires_at, i.max_uses, i.uses, i.revoked_at is not null, i.created_at,
	i.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join invites i on i.campaign_id = c.id and me.role = 'dm' and ($3::uuid is null or i.id < $3::uuid)
where c.id = $1 and c.deleted_at is null
order by i.id desc
limit $4
