-- As list.sql, those with the words of $5; without a word in it, none. They are found before anything else is asked of
-- them, by the index that has the campaign among the words.
with found as materialized (
	select m.*
	from messages m
	where message_words(m.campaign_id, m.text) @@ (websearch_to_tsquery('simple', $5) && ('''=' || $1::uuid || '''')::tsquery)
		and numnode(websearch_to_tsquery('simple', $5)) > 0
		and exists (select from campaign_members a where a.campaign_id = $1 and a.user_id = $2)
		and m.id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
)
select me.role, t.id, t.campaign_id, t.author_id, t.at, t.edited_at, t.audience, t.recipients, t.character_id, t.speaker,
	t.command, t.text, t.rolls, t.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select t.id, t.campaign_id, t.author_id, t.at, t.edited_at, t.audience, nullif(to_jsonb(t.recipients), '[]') as recipients,
		t.character_id, t.speaker, t.command, t.text, t.rolls
	from found t
	where t.campaign_id = c.id and message_shown(t.audience, t.author_id, t.recipients, $2, me.role)
	order by t.id desc
	limit $4
) t on true
where c.id = $1 and c.deleted_at is null
order by t.id desc
