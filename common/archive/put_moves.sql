insert into moves
select * from json_populate_recordset(null::moves, $1::json)
