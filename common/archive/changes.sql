select to_json(h), concat_ws(' ', h.character_id, lpad(h.version::text, 10, '0')) as cursor
from characters c
join character_changes h on h.character_id = c.id
where c.campaign_id = $1
	and ($2::text is null or concat_ws(' ', h.character_id, lpad(h.version::text, 10, '0')) > $2::text)
order by h.character_id, h.version
limit $3
