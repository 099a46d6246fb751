-- By itself: notes are long, and other changes leave them where they are.
update encounters set name = $2, notes = $3 where id = $1
