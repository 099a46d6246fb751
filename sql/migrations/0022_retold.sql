-- What somebody has put otherwise is in the log as it is put now: who resumes does not get what it was before.
-- Messages put otherwise the log of their own campaign alone, whatever ids an archive has brought.
create function message_put(data text, said text, rolls json) returns text
	language sql immutable as $$
		select jsonb_set(data::jsonb, '{message}', data::jsonb -> 'message'
			|| jsonb_build_object('text', said)
			|| case when rolls is null then '{}' else jsonb_build_object('rolls', rolls) end)::text $$;
create function message_retell(message uuid) returns void
	language sql security definer set search_path = public, pg_temp as $$
		update events
		set dm = message_put(dm, m.text, m.rolls), party = message_put(party, m.text, m.rolls),
			named = message_put(named, m.text, m.rolls)
		from messages m
		where events.message_id = message and m.id = message and m.campaign_id = events.campaign_id $$;
update events
set dm = message_put(dm, m.text, m.rolls), party = message_put(party, m.text, m.rolls), named = message_put(named, m.text, m.rolls)
from messages m
where events.message_id = m.id and m.campaign_id = events.campaign_id and m.edited_at is not null;
revoke execute on function message_retell from public;
grant execute on function message_retell to tabard_api;
