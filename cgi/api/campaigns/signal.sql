-- A signal of the member $2 of the campaign $1, about the token $4 or none: what the caller is, whether they know
-- the token and may move it, and to whom the signal goes ('party' or 'dm': what players do not see, they hear nothing
-- of). It goes out with this very statement, on the channel $6, as its type and slot $7 and its bytes $8, to whom $5
-- says at most, when there is nothing against it. Nothing is stored; a transaction that only notifies waits for no disk.
with me as (
	select m.role
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $2
	where c.id = $1 and c.deleted_at is null
), token as (
	-- As view_token has it, but with fog anywhere on the map: it may be dragged into that.
	select m.active and t.visible
			and not case when b.id is null then t.hidden else coalesce((b.state ->> 'hidden')::boolean, false) end
			and (t.party or not exists (select from json_array_elements(m.fog) z where not (z ->> 'visible')::boolean))
			as seen,
		coalesce(h.owner_id = $2, false) as own
	from tokens t
	join maps m on m.id = t.map_id and m.campaign_id = $1
	left join encounters e on e.id = t.encounter_id and e.status in ('active', 'paused')
	left join combatants b on b.encounter_id = e.id and b.id = t.combatant_id
	left join characters h on h.id = t.character_id and h.campaign_id = $1
	where t.id = $4
), judged as (
	select me.role,
		$4::uuid is null or token.seen is not null and (token.seen or token.own or me.role = 'dm') as known,
		$4::uuid is null or me.role = 'dm' or token.own and me.role = 'player' as may,
		case when $5::text = 'party' and ($4::uuid is null or token.seen) then 'party' else 'dm' end as goes_to
	from me
	left join token on true
)
select role, goes_to, known, may,
	case when role >= $3::campaign_role and known and may then
		pg_notify($6, $1::text || ' signal ' || goes_to || ' ' || $7 || chr(10) || $8)
	end
from judged
