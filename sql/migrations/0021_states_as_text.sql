-- The state of a combatant is text as the programs write it: each move reads the states of all combatants, and jsonb was
-- spelled out again each time.
alter table combatants alter state type json using state::json;
drop domain combatant_state;
create domain combatant_state as json check (
	value #>> '{hp,current}' is not null and value #>> '{hp,max}' is not null and
	(value #>> '{hp,current}')::integer between 0 and (value #>> '{hp,max}')::integer
	and coalesce((value #>> '{hp,temp}')::integer, 0) >= 0);
alter table combatants alter state type combatant_state;
