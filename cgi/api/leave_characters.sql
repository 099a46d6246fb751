-- Those that fights remember stay as names without anything behind them.
with kept as (
	update characters c
	set campaign_id = null, name = 'someone who left', sheet = '{}', version = version + 1, updated_at = now()
	where c.owner_id = $1 and exists (select from combatants b where b.character_id = c.id)
)
delete from characters c
where c.owner_id = $1 and not exists (select from combatants b where b.character_id = c.id)
