-- Tables for bench-streams, and its doorway: an event written to the log with its number and, in a transaction of its own
-- behind the commit, its doorbell; as the API does it for a move, but for many tables at once.
set client_min_messages = warning;
-- What is measured is delivering: the log of this database is written as cheaply as it can be, and not waited for.
alter table events set unlogged;
alter table events drop constraint if exists events_campaign_id_fkey;
drop table if exists bench_tables;
create table bench_tables (number integer primary key, campaign uuid not null);

create or replace function bench_id(number integer, salt text, event integer) returns uuid language sql immutable as $$
	select (lpad(to_hex(number), 8, '0') || '-' || salt || '-4000-8000-0000' || lpad(to_hex(event), 8, '0'))::uuid
$$;

create or replace function bench_log(numbers integer[], events integer[], salt text) returns void language plpgsql as $$ begin
	perform set_config('synchronous_commit', 'off', true);
	with wanted as (
		select b.campaign, w.number, w.event, '{"x":"@' || lpad(to_hex(w.event), 8, '0') || '@' || repeat('0', 382) || '"}' as bytes
		from unnest(numbers, events) w (number, event) join bench_tables b using (number)
	), numbered as (
		update campaigns c set last_seq = c.last_seq + 1 from wanted w where c.id = w.campaign
		returning c.id, c.last_seq, w.number, w.event, w.bytes
	)
	insert into events (campaign_id, seq, id, type, dm, party)
	select id, last_seq, bench_id(number, salt, event), 'a.b', bytes, bytes from numbered;
end $$;

create or replace function bench_ring(numbers integer[], events integer[], salt text) returns void language plpgsql as $$ begin
	perform set_config('synchronous_commit', 'off', true);
	perform count(pg_notify('tabard_' || get_byte(uuid_send(e.campaign_id), 15) % 64,
		concat_ws(' ', e.campaign_id, e.seq, e.id, 'a.b/a.b', octet_length(e.dm), octet_length(e.party)) || E'\n' || e.dm || e.party))
	from unnest(numbers, events) w (number, event)
	join events e on e.id = bench_id(w.number, salt, w.event);
end $$;
