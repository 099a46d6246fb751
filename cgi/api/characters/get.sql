-- character_role() written out, since this is the hottest of reads. Other members see its hit points only
-- where the campaign shows them exactly.
select role, id, name, owner_id, campaign_id, version,
	case when role in ('owner', 'dm') or party_hp = 'exact' then sheet else sheet - 'hp' end, created_at, updated_at
from (
	select c.*, case when c.owner_id = $2 then 'owner' else m.role::text end as role,
		k.settings->>'party_hp' as party_hp
	from characters c
	left join campaigns k on k.id = c.campaign_id and k.deleted_at is null
	left join campaign_members m on m.campaign_id = k.id and m.user_id = $2
	where c.id = $1
) c
where role is not null
