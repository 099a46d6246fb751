select me.role, t.id, t.campaign_id, t.author_id, t.at, t.edited_at, t.audience, t.recipients, t.character_id, t.speaker,
	t.command, t.text, t.rolls, t.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select t.id, t.campaign_id, t.author_id, t.at, t.edited_at, t.audience, nullif(to_jsonb(t.recipients), '[]') as recipients,
		t.character_id, t.speaker, t.command, t.text, t.rolls
	from messages t
	where t.campaign_id = c.id and message_shown(t.audience, t.author_id, t.recipients, $2, me.role)
		and ($3::uuid is null or t.id < $3::uuid)
		and ($5::text is null or numnode(websearch_to_tsquery('simple', $5)) > 0
			and message_words(t.campaign_id, t.text)
				@@ (websearch_to_tsquery('simple', $5) && ('''=' || $1::uuid || '''')::tsquery))
	order by t.id desc
	limit $4
) t on true
where c.id = $1 and c.deleted_at is null
order by t.id desc
