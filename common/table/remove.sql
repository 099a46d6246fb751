delete from combatants where encounter_id = $1 and id = any($2::uuid[])
