select i.revoked_at is null and i.expires_at > now() and (i.max_uses is null or i.uses < i.max_uses),
	c.name, u.display_name, i.role, i.expires_at
from invites i
join campaigns c on c.id = i.campaign_id and c.deleted_at is null
join users u on u.id = c.owner_id
where i.code_hash = sha256(convert_to($1, 'UTF8'))
