insert into combatants (id, encounter_id, ordinal, character_id, state)
select c.id, $1, c.ordinal, c.character_id, c.state
from json_to_recordset($2::json) as c (id uuid, ordinal integer, character_id uuid, state json)
on conflict (id) do update set state = excluded.state
