insert into messages
select * from json_populate_recordset(null::messages, $1::json)
