-- Those of an encounter's combatants on the map that is on the table, and those of characters, who may yet become some;
-- with its fog beside the first.
select t.id, t.name, t.upload_id, t.x, t.y, t.width, t.height, t.visible, t.hidden, t.party, t.character_id,
	t.combatant_id, t.encounter_id, case when row_number() over (order by t.id) = 1 then m.fog end, m.width, m.height
from encounters e
join maps m on m.campaign_id = e.campaign_id and m.active
join tokens t on t.map_id = m.id
where e.id = $1 and (t.encounter_id = $1 or t.character_id is not null)
order by t.id
