-- $3 is the last message that was read, if it is one that the caller may read; it only goes forward.
insert into message_reads (campaign_id, user_id, message_id)
select m.campaign_id, m.user_id, t.id
from campaign_members m
join campaigns c on c.id = m.campaign_id and c.deleted_at is null
join messages t on t.id = $3 and t.campaign_id = c.id
	and message_shown(t.audience, t.author_id, t.recipients, m.user_id, m.role)
where m.campaign_id = $1 and m.user_id = $2
on conflict (campaign_id, user_id) do update set message_id = greatest(message_reads.message_id, excluded.message_id)
