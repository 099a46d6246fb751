with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $5
	where c.id = $2 and c.deleted_at is null
), made as (
	insert into encounters (id, campaign_id, name, notes)
	select $1, $2, $3, $4 from me where me.role >= $6::campaign_role
	returning *
)
select me.role, e.id, e.name, e.status, e.version, e.created_at
from me
left join made e on true
