-- Who changes a character, how and with what dice: the history takes it from here (character_changed).
select set_config('tabard.by', $1, true), set_config('tabard.kind', $2, true), set_config('tabard.dice', $3, true)
