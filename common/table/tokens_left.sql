-- Combatants that are not on the table any more leave their tokens as they were, on whatever map.
update tokens t
set x = coalesce((left_there.token ->> 'x')::integer, t.x), y = coalesce((left_there.token ->> 'y')::integer, t.y),
	hidden = (left_there.token ->> 'hidden')::boolean
from jsonb_array_elements($2::jsonb) as left_there (token)
where t.encounter_id = $1 and t.combatant_id = (left_there.token ->> 'id')::uuid
