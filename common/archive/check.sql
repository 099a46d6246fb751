-- What is checked of a campaign as a whole: its settings, by its ruleset.
select c.settings, c.ruleset
from campaigns c
where c.id = $1
