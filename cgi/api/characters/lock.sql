select character_role(c, $2), id, name, owner_id, campaign_id, version, sheet, created_at, updated_at,
	exists (
		select from combatants b
		join encounters e on e.id = b.encounter_id and e.status in ('active', 'paused')
		where b.character_id = c.id)
from characters c
where id = $1
for update
