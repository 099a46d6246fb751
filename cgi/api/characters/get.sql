-- Other members see its hit points only where the campaign shows them exactly.
select role, id, name, owner_id, campaign_id, version,
	case when role in ('owner', 'dm') or party_hp = 'exact' then sheet else sheet - 'hp' end, created_at, updated_at
from (
	select c.*, character_role(c, $2) as role, k.settings->>'party_hp' as party_hp
	from characters c
	left join campaigns k on k.id = c.campaign_id
	where c.id = $1
) c
where role is not null
