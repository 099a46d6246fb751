-- Behind the lock. What a fight that is over says of it stays there.
delete from characters c
where c.id = $1 and character_role(c, $2) in ('owner', 'dm') and not character_fights(c)
