insert into service_beats (service) values ('clock')
on conflict (service) do update set at = now()
