-- Those of an encounter's combatants on the map that is on the table, with its fog beside the first.
select t.id, t.name, t.upload_id, t.x, t.y, t.width, t.height, t.visible, t.hidden, t.party, t.character_id,
	t.combatant_id, t.encounter_id, case when row_number() over (order by t.id) = 1 then m.fog end, m.width, m.height
from tokens t
join maps m on m.id = t.map_id and m.active
where t.encounter_id = $1
order by t.id
