-- The log's newest moves behind a cursor ($3, a move), at most $4, as far as the caller was told of them; and of
-- what is newer only what it changed, to walk back over. Oldest first.
with caller as (
	select e.id, e.campaign_id, m.role = 'dm' as dm
	from encounters e
	join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $2
	where e.id = $1
), page as (
	select l.version, u.display_name
	from caller c
	join moves l on l.encounter_id = c.id
	left join campaign_members m on m.campaign_id = c.campaign_id and m.user_id = l.by_user
	left join users u on u.id = m.user_id
	where (c.dm or l.party is not null)
		and ($3::uuid is null or l.version < (select b.version from moves b where b.encounter_id = $1 and b.id = $3::uuid))
		and ($5::text is null or case when c.dm then l.type else l.party ->> 'type' end = $5)
		and ($6::uuid is null or l.by_user = $6)
	order by l.version desc
	limit $4::integer
)
select l.id, l.version, l.type, l.by_user, l.at, l.undone_by, l.reaches, case when p.version is not null or l.type = 'edit' then l.move end,
	l.dice, l.later_dice, l.change, l.seen_turn_id, l.seen_round, l.party_version, case when p.version is not null then l.party end,
	case when p.version is not null then l.settings end, p.version is not null, p.display_name,
	case when p.version is not null then l.result end, case when p.version is not null then l.move -> 'asked' end
from moves l
left join page p on p.version = l.version
where l.encounter_id = $1 and l.version >= (select min(version) from page)
order by l.version
