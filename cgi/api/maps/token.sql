select t.id, t.name, t.upload_id, t.x, t.y, t.width, t.height, t.visible, t.hidden, t.party, t.character_id,
	t.combatant_id, t.encounter_id, t.map_id
from tokens t
where t.id = $1
