delete from characters where owner_id = $1
