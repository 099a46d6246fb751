-- After the lock, so that uses and membership are those of now.
select i.id, i.campaign_id,
	i.revoked_at is null and i.expires_at > now() and (i.max_uses is null or i.uses < i.max_uses),
	i.role, m.role, u.display_name
from invites i
join users u on u.id = $2
left join campaign_members m on m.campaign_id = i.campaign_id and m.user_id = u.id
where i.code_hash = sha256(convert_to($1, 'UTF8'))
