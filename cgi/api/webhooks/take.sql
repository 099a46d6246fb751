-- The sender tries again for a day and a half; what is older is forgotten.
with forgotten as (
	delete from webhook_deliveries where at < now() - interval '3 days'
)
insert into webhook_deliveries (id) values ($1) on conflict (id) do nothing
