insert into service_beats (service, at, streams, behind) values ('events', now(), $1::integer, $2::bigint)
on conflict (service) do update set at = excluded.at, streams = excluded.streams, behind = excluded.behind
