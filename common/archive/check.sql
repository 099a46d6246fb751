-- What is checked of a campaign as a whole: its settings, by its ruleset, that moves are taken back where they were
-- made, and that no more is known of it than could be made by hand.
select c.settings, c.ruleset,
	exists (select from encounters e
		join moves m on m.encounter_id = e.id
		join moves u on u.id = m.undone_by and u.encounter_id <> e.id
		where e.campaign_id = c.id),
	(select count(*) from relation_nodes where campaign_id = c.id) > 2000
		or (select count(*) from relation_ties where campaign_id = c.id) > 10000
		or (select count(*) from maps where campaign_id = c.id) > 500
		or exists (select from maps m join tokens t on t.map_id = m.id where m.campaign_id = c.id
			group by m.id having count(*) > 300)
from campaigns c
where c.id = $1
