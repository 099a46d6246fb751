-- The newcomer's name stays what it is until they are in, or a change of it would miss this table.
select id from users where id = $1 for share
