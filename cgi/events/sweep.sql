-- Where the logs of the watched campaigns end.
select id, last_seq from campaigns where id = any ($1::uuid[]) and deleted_at is null
