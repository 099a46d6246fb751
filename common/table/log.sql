insert into moves (id, encounter_id, version, type, by_user, move, dice, result, change, seen_turn_id, seen_round,
	party_version, party, settings, reaches)
values ($1, $2, $3::integer, $4, $5, $6::json, $7::integer[], $8::json, $9::json, $10::uuid, $11::integer,
	$12::integer, $13::json, $14::json, $15::integer)
