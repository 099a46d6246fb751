-- The session that is on, a day after its beginning the next one; and whose dice the caller may check in the session
-- $3, or in that one.
select m.role, encode(s.secret, 'hex'), s.current, case
		when m.role = 'dm' then (
			select array_agg(u.user_id order by u.user_id)
			from (
				select o.user_id from campaign_members o where o.campaign_id = c.id
				union
				select r.user_id from rolls r
				where r.campaign_id = c.id and r.session = coalesce($3::integer, s.current)
			) u)
		else array[$2::uuid]
	end
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
join lateral (
	select d.secret, d.session + (d.since < now() - interval '24 hours')::integer as current
	from dice_secrets d
	where d.campaign_id = c.id
) s on true
where c.id = $1 and c.deleted_at is null
