-- The dice $3, one array as text for each of the moves $2, that were thrown when these were played again.
update moves m
set later_dice = x.dice::integer[]
from unnest($2::uuid[], $3::text[]) as x (id, dice)
where m.encounter_id = $1 and m.id = x.id
