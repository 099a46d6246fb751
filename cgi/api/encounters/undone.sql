update moves set undone_by = $3 where encounter_id = $1 and id = any($2::uuid[])
