insert into characters (id, owner_id, name, sheet, ruleset)
values ($1, $2, $3, $4, $5::ruleset)
