update moves m
set undone_by = x.by
from unnest($2::uuid[], $3::uuid[]) as x (id, by)
where m.encounter_id = $1 and m.id = x.id
