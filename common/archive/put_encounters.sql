insert into encounters
select * from json_populate_recordset(null::encounters, $1::json)
