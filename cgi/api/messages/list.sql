select me.role, t.id, t.campaign_id, t.author_id, t.at, t.edited_at, t.audience, t.recipients, t.character_id, t.speaker,
	t.command, t.text, t.rolls, t.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select t.id, t.campaign_id, t.author_id, t.at, t.edited_at, t.audience, nullif(to_jsonb(t.recipients), '[]') as recipients,
		t.character_id, t.speaker, t.command, t.text, t.rolls
	from messages t
	where t.campaign_id = c.id and message_shown(t.audience, t.author_id, t.recipients, $2, me.role)
		and t.id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
	order by t.id desc
	limit $4
) t on true
where c.id = $1 and c.deleted_at is null
order by t.id desc
