-- Exact name, then names that begin so, then names that have it anywhere; within a rank by slug.
with asked as (
	select lower($5) as word,
		replace(replace(replace(lower($5), '\', '\\'), '%', '\%'), '_', '\_') as pattern
), found as (
	select e.*, case when lower(e.name) = word then 0 when lower(e.name) like pattern || '%' then 1 else 2 end as rank
	from compendium_entries e, asked
	where e.campaign_id is null and e.type = $1 and e.ruleset = $2::ruleset
		and lower(e.name) like '%' || pattern || '%'
)
select slug, name, ruleset, source, data->>'type', data->>'size', data->>'cr_text', data->>'xp', data->>'ac',
	data->>'hp', data->>'level', data->>'school', data->>'rarity', rank || ':' || slug as cursor
from found
where $3::text is null or (rank, slug) > (split_part($3, ':', 1)::integer, split_part($3, ':', 2))
order by rank, slug
limit $4
