-- What is gone is named by its id; what is somebody else's is not.
with made as (
	insert into tokens
	select t.* from json_populate_recordset(null::tokens, $1::json) t
	join maps m on m.id = t.map_id and m.campaign_id = $3::uuid
	where $2::uuid is not null
		and not exists (select from uploads u where u.id = t.upload_id and u.campaign_id <> m.campaign_id)
		and not exists (select from characters c where c.id = t.character_id and c.campaign_id is distinct from m.campaign_id)
		and not exists (select from encounters e where e.id = t.encounter_id and e.campaign_id <> m.campaign_id)
		and not exists (select from combatants b where b.id = t.combatant_id and b.encounter_id is distinct from t.encounter_id)
	returning 1
)
select count(*) = json_array_length($1::json) from made
