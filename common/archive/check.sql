-- What is checked of a campaign as a whole: its settings, by its ruleset, and that moves are taken back where they
-- were made.
select c.settings, c.ruleset,
	exists (select from encounters e
		join moves m on m.encounter_id = e.id
		join moves u on u.id = m.undone_by and u.encounter_id <> e.id
		where e.campaign_id = c.id)
from campaigns c
where c.id = $1
