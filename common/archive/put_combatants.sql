-- Who fought and is in the campaign no more leads nowhere; to somebody else's character leads nothing.
with made as (
	insert into combatants
	select b.* from json_populate_recordset(null::combatants, $1::json) b
	where $2::uuid is not null
		and exists (select from encounters e where e.id = b.encounter_id and e.campaign_id = $3::uuid)
		and not exists (select from characters c where c.id = b.character_id and c.campaign_id is distinct from $3::uuid)
	returning 1
)
select count(*) = json_array_length($1::json) from made
