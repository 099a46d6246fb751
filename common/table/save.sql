update encounters
set status = $2::encounter_status, round = $3::integer, turn_combatant_id = $4::uuid, next_ordinal = $5::integer,
	version = $6::integer, party_version = $7::integer, seen_turn_id = $8::uuid, seen_round = $9::integer,
	turn_deadline = to_timestamp($10::bigint / 1000.0), seen_deadline = to_timestamp($11::bigint / 1000.0),
	paused_for = $12, each_round = $13,
	active_since = case when $2::encounter_status = 'active'
		then case status when 'active' then active_since else now() end end
where id = $1
