-- All campaigns that the person is in, deleted ones too: their logs go on when they are restored. In one
-- order for everybody who holds more than one.
select c.id
from campaigns c
where exists (select from campaign_members m where m.campaign_id = c.id and m.user_id = $1)
order by c.id
for no key update of c
