-- The session that is on, a day after its beginning the next one; and whose dice the caller may check in the session
-- $3, or so many before that one: of each person, and of groups that whispered.
select m.role, encode(s.secret, 'hex'), s.current, case
		when m.role = 'dm' then (
			select array_agg(u.user_id order by u.user_id)
			from (
				select o.user_id from campaign_members o where o.campaign_id = c.id
				union
				select r.user_id from rolls r
				where r.campaign_id = c.id and r.session = asked.session
			) u)
		else array[$2::uuid]
	end, (
		select string_agg(distinct r.stream, ',')
		from rolls r
		left join messages g on g.id = r.message_id
		where r.campaign_id = c.id and r.session = asked.session and r.visibility = 'named' and r.stream like 'named:%'
			and (r.user_id = $2 or $2 = any (g.recipients)))
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
join lateral (
	select d.secret, d.session + (d.since < now() - interval '24 hours')::integer as current
	from dice_secrets d
	where d.campaign_id = c.id
) s on true
cross join lateral (select case when $3::integer > 0 then $3 else s.current + $3 end as session) asked
where c.id = $1 and c.deleted_at is null
