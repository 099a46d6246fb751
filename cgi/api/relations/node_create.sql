-- No row behind the role: there are too many already, or the caller may not.
with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $3
	where c.id = $2 and c.deleted_at is null
), made as (
	insert into relation_nodes (id, campaign_id, kind, name, text, visibility)
	select $1, $2, $5, $6, $7, $8 from me
	where me.role >= $4::campaign_role and (select count(*) from relation_nodes where campaign_id = $2) < 2000
	returning *
)
select me.role, n.id, n.campaign_id, n.kind, n.name, n.text, n.visibility, n.created_at
from me
left join made n on true
