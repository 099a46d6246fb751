-- No row behind the role: there are too many already, or the caller may not.
with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $3
	where c.id = $2 and c.deleted_at is null
), made as (
	insert into relation_ties (id, campaign_id, from_id, to_id, label, visibility)
	select $1, $2, $5, $6, $7, $8 from me
	where me.role >= $4::campaign_role and (select count(*) from relation_ties where campaign_id = $2) < 10000
	returning *
)
select me.role, t.id, t.campaign_id, t.from_id, t.to_id, t.label, t.visibility, t.created_at
from me
left join made t on true
