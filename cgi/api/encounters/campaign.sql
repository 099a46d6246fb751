select c.id, c.ruleset, c.settings
from encounters e
join campaigns c on c.id = e.campaign_id and c.deleted_at is null
where e.id = $1
