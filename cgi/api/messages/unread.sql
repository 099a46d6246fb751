-- Null for a message that the caller may not read; else the mark, and what came later.
select m.role, case when exists (
		select from messages t
		where t.id = $3 and t.campaign_id = c.id and message_shown(t.audience, t.author_id, t.recipients, $2, m.role))
	then r.message_id end, messages_unread(m.campaign_id, m.user_id, m.role, m.joined_at)
from campaign_members m
join campaigns c on c.id = m.campaign_id and c.deleted_at is null
left join message_reads r on r.campaign_id = m.campaign_id and r.user_id = m.user_id
where m.campaign_id = $1 and m.user_id = $2
