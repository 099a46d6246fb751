-- One who left before anything was heard of them.
insert into departures (subject_hash)
values (sha256(convert_to($1, 'UTF8')))
on conflict (subject_hash) do nothing
