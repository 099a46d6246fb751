select sum, exists (select from compendium_version where version = sum)
from (select encode(sha256(convert_to($1, 'UTF8')), 'hex') as sum) s
