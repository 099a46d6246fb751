select m.data
from encounters e
join campaigns c on c.id = e.campaign_id
join compendium_entries m on m.type = 'monsters' and m.ruleset = c.ruleset and m.campaign_id is null
where e.id = $1 and m.slug = $2
