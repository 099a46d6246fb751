-- What the database knows. Streams are those of the broadcaster's last sign of life, if that is of late.
select (select count(*) from users where deleted_at is null), (select count(*) from characters),
	(select count(*) from campaigns where deleted_at is null), pg_database_size(current_database()),
	(select coalesce(sum(streams), 0) from service_beats
	where service = 'events' and at > now() - interval '15 seconds'),
	(select coalesce(sum(behind), 0) from service_beats where service = 'events')
