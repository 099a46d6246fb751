-- A log is put otherwise by a message of its own campaign alone, whatever ids an archive has brought.
create or replace function message_retell(message uuid) returns void
	language sql security definer set search_path = public, pg_temp as $$
		update events
		set dm = message_put(dm, m.text, m.rolls), party = message_put(party, m.text, m.rolls),
			named = message_put(named, m.text, m.rolls)
		from messages m
		where events.message_id = message and m.id = message and m.campaign_id = events.campaign_id $$;
