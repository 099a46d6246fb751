update invites set uses = uses + 1 where id = $1
