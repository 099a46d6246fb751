-- Many doorbells at once: channels and payloads. They go out with the transaction that they stand in.
select count(pg_notify(bell.channel, bell.payload))
from unnest($1::text[], $2::text[]) as bell (channel, payload)
