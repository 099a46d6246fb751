-- A new one, or the row of an old one as it is now.
insert into tokens (id, map_id, name, upload_id, x, y, width, height, visible, hidden, party, character_id,
	combatant_id, encounter_id)
values ($1, $2::uuid, $3, $4::uuid, $5::integer, $6::integer, $7::integer, $8::integer, $9::boolean, $10::boolean, $11::boolean, $12::uuid,
	$13::uuid, $14::uuid)
on conflict (id) do update
set name = excluded.name, upload_id = excluded.upload_id, x = excluded.x, y = excluded.y, width = excluded.width,
	height = excluded.height, visible = excluded.visible, hidden = excluded.hidden, party = excluded.party,
	character_id = excluded.character_id, combatant_id = excluded.combatant_id, encounter_id = excluded.encounter_id
