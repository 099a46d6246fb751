insert into campaign_members
select * from json_populate_recordset(null::campaign_members, $1::json)
