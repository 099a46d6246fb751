-- What is checked of a campaign as a whole: its settings, its ruleset, and that the next event has a number.
select c.settings, c.ruleset, exists (select from events where campaign_id = c.id and seq > c.last_seq)
from campaigns c
where c.id = $1
