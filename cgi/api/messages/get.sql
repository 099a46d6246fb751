select case when t.author_id = $2 then 'owner' else m.role::text end, t.id, t.campaign_id, t.author_id, t.at, t.edited_at,
	t.audience, nullif(to_jsonb(t.recipients), '[]'), t.character_id, t.speaker, t.command, t.text, t.rolls
from messages t
join campaigns c on c.id = t.campaign_id and c.deleted_at is null
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where t.id = $1 and message_shown(t.audience, t.author_id, t.recipients, $2, m.role)
