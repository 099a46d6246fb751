select id, version, change, seen_turn_id, seen_round
from moves
where encounter_id = $1 and undone_by is null and type <> 'undo'
order by version desc
limit $2
