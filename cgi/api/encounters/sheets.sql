-- A character has one set of hit points: those of the running fight are those of the sheet.
update characters ch
set sheet = jsonb_set(ch.sheet, '{hp}', coalesce(ch.sheet->'hp', '{}')
		|| jsonb_build_object('current', c.current, 'temp', c.temp)),
	version = ch.version + 1, updated_at = now()
from jsonb_to_recordset($1::jsonb) as c(id uuid, current integer, temp integer)
where ch.id = c.id and ch.campaign_id = $2
	and (ch.sheet #> '{hp,current}' is distinct from to_jsonb(c.current)
		or coalesce(ch.sheet #> '{hp,temp}', '0') is distinct from to_jsonb(c.temp))
