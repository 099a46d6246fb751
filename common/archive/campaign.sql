-- Each of these gives JSON rows and the cursor behind each: $1 the campaign, $2 the cursor of the page before, $3
-- how many. What there is no column for here stays where it is: secrets, and what other machines have no use for.
select json_build_object('id', c.id, 'name', c.name, 'description', c.description, 'ruleset', c.ruleset,
	'settings', c.settings, 'owner_id', c.owner_id, 'created_at', c.created_at), c.id as cursor
from campaigns c
where c.id = $1 and c.deleted_at is null and ($2::uuid is null or c.id > $2::uuid)
limit $3
