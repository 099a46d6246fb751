-- The broadcaster $1 runs. True: it was not known, so none of its people are.
insert into broadcasters (id) values ($1::uuid)
on conflict (id) do update set seen_at = now()
returning xmax = 0
