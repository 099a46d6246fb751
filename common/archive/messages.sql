-- With $4, only what that person may read: whispers between others are theirs. Which dice the rolls were is left out,
-- as in rolls.sql, and a character that has left is not named.
select json_build_object('id', m.id, 'campaign_id', m.campaign_id, 'author_id', m.author_id, 'audience', m.audience,
	'recipients', m.recipients, 'character_id', c.id, 'speaker', m.speaker, 'command', m.command,
	'text', m.text, 'rolls', (
		select jsonb_agg(r.roll - array['session', 'stream', 'n'] order by r.place)
		from jsonb_array_elements(m.rolls::jsonb) with ordinality as r (roll, place)),
	'at', m.at, 'edited_at', m.edited_at), m.id as cursor
from messages m
left join characters c on c.id = m.character_id and c.campaign_id = m.campaign_id
where m.campaign_id = $1 and ($2::uuid is null or m.id > $2::uuid)
	and ($4::uuid is null or message_shown(m.audience, m.author_id, m.recipients, $4::uuid, 'dm'))
order by m.id
limit $3
