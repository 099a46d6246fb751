select t.id, t.name, t.upload_id, t.x, t.y, t.width, t.height, t.visible, t.hidden, t.party, t.character_id,
	t.combatant_id, t.encounter_id
from tokens t
where t.map_id = $1
order by t.id
