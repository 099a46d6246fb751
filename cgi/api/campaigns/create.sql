with made as (
	insert into campaigns (id, name, description, ruleset, settings, owner_id)
	values ($1, $2, $3, $4, $5, $6)
	returning *
), joined as (
	insert into campaign_members (campaign_id, user_id, role)
	select id, owner_id, 'dm' from made
	returning role
)
select m.id, m.name, m.description, m.ruleset, m.owner_id, j.role, m.settings, m.created_at, m.deleted_at
from made m, joined j
