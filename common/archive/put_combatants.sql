insert into combatants
select * from json_populate_recordset(null::combatants, $1::json)
