select character_role(c, $2), h.version, h.kind, h.by_user, u.display_name, h.at, h.changes, to_jsonb(h.dice),
	h.version as cursor
from characters c
left join character_changes h on h.character_id = c.id and ($3::integer is null or h.version < $3::integer)
left join users u on u.id = h.by_user
where c.id = $1
order by h.version desc
limit $4
