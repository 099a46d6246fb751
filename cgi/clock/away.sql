-- The encounters that go on while no DM is here, or that one ($1): for how many milliseconds no DM has been seen, and
-- nobody at all. To be here is to have a stream; a move is a sign of life, too. Null, since nothing is known: when
-- none had been here since the encounter began or went on; of a table at which nobody ever was, it is known when
-- the last move is the server's own. Null also while somebody is here.
select e.id, c.id, c.settings,
	case when gone.dm > e.active_since
		then (extract(epoch from now() - greatest(gone.dm, acted.dm)) * 1000)::bigint end,
	case when here.people = 0 and (gone.anyone > e.active_since or acted.server)
		then (extract(epoch from now() - greatest(gone.anyone, acted.anyone, e.active_since)) * 1000)::bigint end
from encounters e
cross join lateral (
	select c.id, c.settings from campaigns c where c.id = e.campaign_id and c.deleted_at is null offset 0) c
cross join lateral (
	select count(*) as people, count(*) filter (where m.role = 'dm') as dms
	from people_here p
	join campaign_members m on m.campaign_id = p.campaign_id and m.user_id = p.user_id
	where p.campaign_id = e.campaign_id) here
cross join lateral (
	select max(p.left_at) as anyone, max(p.left_at) filter (where m.role = 'dm') as dm
	from presence p
	join campaign_members m on m.campaign_id = p.campaign_id and m.user_id = p.user_id
	where p.campaign_id = e.campaign_id) gone
cross join lateral (
	select (
			select l.by_user is null from moves l where l.encounter_id = e.id order by l.version desc limit 1) as server, (
			select l.at from moves l where l.encounter_id = e.id and l.by_user is not null
			order by l.version desc limit 1) as anyone, (
			select l.at from moves l
			join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = l.by_user and m.role = 'dm'
			where l.encounter_id = e.id order by l.version desc limit 1) as dm) acted
where e.status = 'active' and here.dms = 0 and ($1::uuid is null or e.id = $1::uuid)
