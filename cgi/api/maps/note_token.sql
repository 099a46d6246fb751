-- From now on the token alone says where that combatant stands.
update encounters
set tokened = tokened || $2::uuid
where id = $1 and $2::uuid <> all (tokened)
