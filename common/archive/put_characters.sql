insert into characters
select * from json_populate_recordset(null::characters, $1::json)
