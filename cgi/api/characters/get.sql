-- character_role() written out, since this is the hottest of reads. Its notes are between its player and the
-- DM; other members see its hit points only where the campaign shows them exactly.
select role, id, name, owner_id, campaign_id, ruleset, version,
	case
		when role in ('owner', 'dm') then sheet
		when party_hp = 'exact' then sheet - 'notes'
		else sheet - '{notes,hp,death_saves}'::text[]
	end,
	created_at, updated_at, coalesce(role in ('owner', 'dm') or party_hp = 'exact', false)
from (
	select c.id, c.name, c.owner_id, c.campaign_id, c.version, c.sheet, c.created_at, c.updated_at,
		coalesce(k.ruleset, c.ruleset) as ruleset, k.settings->>'party_hp' as party_hp,
		case when c.owner_id = $2 then 'owner' else m.role::text end as role
	from characters c
	left join campaigns k on k.id = c.campaign_id and k.deleted_at is null
	left join campaign_members m on m.campaign_id = k.id and m.user_id = $2
	where c.id = $1
) c
where role is not null
