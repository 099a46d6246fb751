-- What happens in time: the clock makes moves of its own, and who is at the table is known.

-- Exactly what a change of an encounter by the server itself touches: it adds and removes nobody.
grant select on campaigns, encounters, combatants, moves, characters, events to tabard_clock;
grant update (last_seq) on campaigns to tabard_clock;
grant update (status, round, turn_combatant_id, next_ordinal, version, party_version, seen_turn_id, seen_round,
	turn_deadline, seen_deadline, paused_for, name, notes) on encounters to tabard_clock;
grant insert, update (state) on combatants to tabard_clock;
grant update (sheet, version, updated_at) on characters to tabard_clock;
grant insert on moves, events to tabard_clock;
