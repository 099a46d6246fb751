select id, character_id, ordinal, state
from combatants
where encounter_id = $1
order by ordinal
