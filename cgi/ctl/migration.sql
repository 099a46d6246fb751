select sum, coalesce(m.checksum = sum, false), m.checksum
from (select encode(sha256(convert_to($2, 'UTF8')), 'hex') as sum) s
left join schema_migrations m on m.name = $1
