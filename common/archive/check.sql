-- What is checked of a campaign as a whole: its settings, by its ruleset, that moves are taken back where they were
-- made, that no more is known of it than could be made by hand, and that its times are what a clock may show, since
-- PostgreSQL takes words such as infinity for one.
select c.settings, c.ruleset,
	exists (select from encounters e
		join moves m on m.encounter_id = e.id
		join moves u on u.id = m.undone_by and u.encounter_id <> e.id
		where e.campaign_id = c.id),
	(select count(*) from relation_nodes where campaign_id = c.id) > 2000
		or (select count(*) from relation_ties where campaign_id = c.id) > 10000
		or (select count(*) from maps where campaign_id = c.id) > 500
		or exists (select from maps m join tokens t on t.map_id = m.id where m.campaign_id = c.id
			group by m.id having count(*) > 300),
	exists (
		select from (
			select c.created_at
			union all select joined_at from campaign_members where campaign_id = c.id
			union all select least(created_at, updated_at) from characters where campaign_id = c.id
			union all select greatest(created_at, updated_at) from characters where campaign_id = c.id
			union all select h.at from characters o join character_changes h on h.character_id = o.id where o.campaign_id = c.id
			union all select least(created_at, turn_deadline, seen_deadline, active_since) from encounters where campaign_id = c.id
			union all select greatest(created_at, turn_deadline, seen_deadline, active_since) from encounters where campaign_id = c.id
			union all select m.at from encounters e join moves m on m.encounter_id = e.id where e.campaign_id = c.id
			union all select least(at, edited_at) from messages where campaign_id = c.id
			union all select greatest(at, edited_at) from messages where campaign_id = c.id
			union all select at from rolls where campaign_id = c.id
			union all select least(created_at, updated_at) from handouts where campaign_id = c.id
			union all select greatest(created_at, updated_at) from handouts where campaign_id = c.id
			union all select created_at from maps where campaign_id = c.id
			union all select created_at from relation_nodes where campaign_id = c.id
			union all select created_at from relation_ties where campaign_id = c.id
			union all select at from events where campaign_id = c.id
			union all select created_at from uploads where campaign_id = c.id) times (at)
		where at not between '1970-01-01' and '2200-01-01')
from campaigns c
where c.id = $1
