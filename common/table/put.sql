-- Only what changed. What is not a column of its own is state.
insert into combatants (id, encounter_id, ordinal, character_id, state)
select (c->>'id')::uuid, $1, (c->>'ordinal')::integer, (c->>'character_id')::uuid,
	c - '{id,ordinal,character_id}'::text[]
from jsonb_array_elements($2::jsonb) c
on conflict (id) do update set state = excluded.state
