-- What stands on it.
select t.id, t.name, t.upload_id, t.x, t.y, t.width, t.height, t.visible, t.hidden, t.party, t.character_id,
	t.combatant_id, t.encounter_id
from maps m
join tokens t on t.map_id = m.id
where m.campaign_id = table_campaign($1) and m.active
order by t.id
