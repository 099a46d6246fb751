-- Those among the ids of files that are of no upload.
select id
from unnest($1::uuid[]) as files (id)
where not exists (select from uploads u where u.id = files.id)
