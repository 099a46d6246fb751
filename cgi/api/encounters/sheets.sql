-- A character has one set of hit points: those of the fight are those of the sheet.
update characters ch
set sheet = jsonb_set(ch.sheet, '{hp}', coalesce(ch.sheet->'hp', '{}')
		|| jsonb_build_object('current', c #> '{hp,current}', 'temp', c #> '{hp,temp}')),
	version = ch.version + 1, updated_at = now()
from jsonb_array_elements($1::jsonb) c
where ch.id = (c->>'character_id')::uuid
	and (ch.sheet #> '{hp,current}' is distinct from c #> '{hp,current}'
		or coalesce(ch.sheet #> '{hp,temp}', '0') is distinct from c #> '{hp,temp}')
