-- Table talk and dice at the table, with events for named people.

-- Who is named in `readers` gets `named` of an event, and not what their audience gets.
alter table events
	add column named text,
	add column named_type text check (named_type ~ '^[a-z_]+\.[a-z_]+$'),
	add column readers uuid[] check (readers <> '{}'),
	drop constraint events_check,
	add constraint events_for_somebody check (num_nonnulls(dm, party, named) > 0),
	add constraint events_named_readers check ((named is null) = (readers is null));
