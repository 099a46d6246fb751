-- Monsters for encounters of a campaign, some of them if there are many. $1 the caller, $2 the campaign, $3 a ruleset, $4
-- the filters as a tsquery over tags, $5 the party's levels as an array, or null for those of its characters. The first
-- columns are the same in each row: role, ruleset, levels.
with who as materialized (
	select m.role, c.id, coalesce($3, c.ruleset::text) as ruleset, coalesce($5::integer[], array(
		select least(20, greatest(1, (
			select coalesce(sum((k ->> 'level')::integer), 1)
			from jsonb_array_elements(case when jsonb_typeof(h.sheet -> 'classes') = 'array' then h.sheet -> 'classes' end) k)))
		from characters h
		where h.campaign_id = c.id)) as levels
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $1
	where c.id = $2 and c.deleted_at is null
), asked as materialized (
	select w.*, format('(%s) & ''=ruleset=%s'' & (''=in=srd'' | ''=in=%s'')', $4::tsquery, w.ruleset, w.id)::tsquery as wanted,
		(select max(level) from unnest(w.levels) level) + 5 as most
	from who w
), found as (
	select e.slug, e.name, e.data
	from asked a
	join compendium_entries e on e.words @@ a.wanted
	where e.number <= a.most and not e.hidden
		and (e.campaign_id is not null or not exists (
			select from compendium_entries o
			where o.campaign_id = a.id and o.type = e.type and o.ruleset = e.ruleset and o.slug = e.slug))
	order by random()
	limit 600
)
select a.role, a.ruleset, array_to_string(a.levels, ','), s.slug, s.name, s.data ->> 'cr_text', (s.data ->> 'xp')::integer,
	s.data ->> 'type'
from asked a
left join found s on (s.data ->> 'xp')::integer > 0
