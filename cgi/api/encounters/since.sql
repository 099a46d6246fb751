-- What has happened since a version, as the caller counts and may know it; the last twenty.
select coalesce(json_agg(json_build_object('id', x.id, 'type', x.type, 'version', x.version, 'by', x.by_user)
	order by x.version), '[]')
from (
	select l.id, l.by_user, case m.role when 'dm' then l.type else l.party ->> 'type' end as type,
		case m.role when 'dm' then l.version else l.party_version end as version
	from encounters e
	join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $2
	join moves l on l.encounter_id = e.id and l.version > $3::integer
	where e.id = $1 and case m.role when 'dm' then true else l.party is not null and l.party_version > $3::integer end
	order by l.version desc
	limit 20) x
