with target as (
	select u.*, case when u.owner_id = $2 then 'owner' else m.role::text end as role
	from uploads u
	join campaigns c on c.id = u.campaign_id and c.deleted_at is null
	join campaign_members m on m.campaign_id = c.id and m.user_id = $2
	where u.id = $1 and upload_shown(u, $2, m.role)
), gone as (
	delete from uploads u using target t where u.id = t.id and t.role in ('owner', 'dm')
)
select role, id, campaign_id, owner_id, name, media_type, bytes, width, height, created_at from target
