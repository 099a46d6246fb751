-- As q_compendium_put takes them; what they are found by is reckoned again there.
select json_build_object('ruleset', h.ruleset, 'type', h.type, 'source', h.source, 'licence', h.licence,
	'hidden', h.hidden, 'data', h.data), concat_ws(' ', h.type, h.ruleset, h.slug) as cursor
from compendium_entries h
where h.campaign_id = $1 and ($2::text is null or concat_ws(' ', h.type, h.ruleset, h.slug) > $2::text)
order by concat_ws(' ', h.type, h.ruleset, h.slug)
limit $3
