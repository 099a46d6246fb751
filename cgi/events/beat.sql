insert into service_beats (service, at) values ('events', now())
on conflict (service) do update set at = excluded.at
