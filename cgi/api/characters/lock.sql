-- A statement of its own: what is read behind it is current, whoever held the row before.
select id from characters where id = $1 for update
