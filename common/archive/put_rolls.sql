insert into rolls
select * from json_populate_recordset(null::rolls, $1::json)
