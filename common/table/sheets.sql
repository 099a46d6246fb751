-- A character has one set of figures: what a running fight makes of them is what the sheet says.
update characters ch
set sheet = sheet_after(ch.sheet, c.change), version = ch.version + 1, updated_at = now()
from (
	select (change ->> 'id')::uuid as id, change - 'id' as change
	from jsonb_array_elements($1::jsonb) as changes (change)) c
where ch.id = c.id and ch.campaign_id = $2 and sheet_after(ch.sheet, c.change) is distinct from ch.sheet
