update encounters
set status = $2::encounter_status, round = $3::integer, turn_combatant_id = $4::uuid, next_ordinal = $5::integer,
	version = $6::integer, party_version = $7::integer, seen_turn_id = $8::uuid, seen_round = $9::integer
where id = $1
