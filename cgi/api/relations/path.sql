-- The shortest way from $3 to $4 along ties in either direction, at most 16 of them, through what the caller
-- sees: first how far everything is from the start, step by step, then back from the end. `known` tells a way
-- that there is not from an end that there is not.
with recursive me as (
	select m.role, (
		select count(*) = 2 from relation_nodes n
		where n.campaign_id = c.id and n.id in ($3, $4) and (m.role = 'dm' or n.visibility = 'party')
	) or $3::uuid = $4::uuid and exists (
		select from relation_nodes n
		where n.campaign_id = c.id and n.id = $3 and (m.role = 'dm' or n.visibility = 'party')
	) as known
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $2
	where c.id = $1 and c.deleted_at is null
), steps as materialized (
	select t.id, t.label, t.from_id as a, t.to_id as b
	from me, relation_ties_seen($1, me.role) t
	where me.known
	union all
	select t.id, t.label, t.to_id, t.from_id
	from me, relation_ties_seen($1, me.role) t
	where me.known
), walk (node, far) as (
	select $3::uuid, 0 from me where known
	union
	select s.b, w.far + 1 from walk w join steps s on s.a = w.node where w.far < 16 and w.node <> $4::uuid
), reached as (
	select node, min(far) as far from walk group by node
), back (node, far, tie, label) as (
	select r.node, r.far, null::uuid, null::text from reached r where r.node = $4::uuid
	union all
	select s.a, b.far - 1, s.id, s.label
	from back b
	cross join lateral (
		select s.* from steps s join reached r on r.node = s.a and r.far = b.far - 1 where s.b = b.node order by s.id limit 1
	) s
	where b.far > 0
)
select me.role, me.known, n.id, n.kind, n.name, b.tie, b.label, n.id as cursor
from me
left join back b on true
left join relation_nodes n on n.id = b.node
order by b.far
