-- Everything that is stored about a person, as they are entitled to have it.
select
	(select json_build_object('id', id, 'display_name', display_name, 'avatar_url', avatar_url,
		'preferences', preferences, 'is_admin', is_admin, 'created_at', created_at)
	from users where id = $1),
	(select sub from users where id = $1),
	(select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'role', m.role,
		'is_owner', c.owner_id = $1, 'joined_at', m.joined_at, 'deleted_at', c.deleted_at) order by c.id), '[]')
	from campaign_members m join campaigns c on c.id = m.campaign_id where m.user_id = $1),
	(select coalesce(json_agg(json_build_object('id', id, 'campaign_id', campaign_id, 'name', name, 'ruleset', ruleset, 'sheet', sheet,
		'version', version, 'created_at', created_at, 'updated_at', updated_at) order by id), '[]')
	from characters where owner_id = $1),
	(select coalesce(json_agg(json_build_object('character_id', h.character_id, 'version', h.version, 'kind', h.kind,
		'at', h.at, 'by_me', h.by_user is not distinct from $1, 'changes', h.changes) order by h.character_id, h.version), '[]')
	from characters c join character_changes h on h.character_id = c.id where c.owner_id = $1),
	(select coalesce(json_agg(json_build_object('character_id', h.character_id, 'version', h.version, 'kind', h.kind,
		'at', h.at) order by h.character_id, h.version), '[]')
	from character_changes h join characters c on c.id = h.character_id and c.owner_id <> $1 where h.by_user = $1),
	(select coalesce(json_agg(json_build_object('id', id, 'encounter_id', encounter_id, 'type', type, 'at', at,
		'move', move) order by id), '[]')
	from moves where by_user = $1),
	(select coalesce(json_agg(json_build_object('id', id, 'campaign_id', campaign_id, 'audience', audience,
		'recipients', recipients, 'character_id', character_id, 'speaker', speaker, 'text', text, 'rolls', rolls, 'at', at,
		'edited_at', edited_at) order by id), '[]')
	from messages where author_id = $1),
	(select coalesce(json_agg(json_build_object('id', w.id, 'campaign_id', w.campaign_id, 'author_id', w.author_id,
		'author', u.display_name, 'recipients', w.recipients, 'character_id', w.character_id, 'speaker', w.speaker,
		'text', w.text, 'rolls', w.rolls, 'at', w.at, 'edited_at', w.edited_at) order by w.id), '[]')
	from campaign_members m
	join campaigns c on c.id = m.campaign_id and c.deleted_at is null
	join messages w on w.campaign_id = c.id and w.audience = 'named' and $1 = any (w.recipients) and w.author_id <> $1
	join users u on u.id = w.author_id
	where m.user_id = $1),
	(select coalesce(json_agg(json_build_object('id', id, 'campaign_id', campaign_id, 'visibility', visibility,
		'label', label, 'at', at, 'result', case when visibility <> 'blind' then result end) order by id), '[]')
	from rolls where user_id = $1),
	(select coalesce(json_agg(json_build_object('campaign_id', campaign_id, 'message_id', message_id)
		order by campaign_id), '[]')
	from message_reads where user_id = $1),
	(select coalesce(json_agg(json_build_object('id', id, 'campaign_id', campaign_id, 'role', role,
		'expires_at', expires_at, 'max_uses', max_uses, 'uses', uses, 'created_at', created_at) order by id), '[]')
	from invites where created_by = $1),
	(select coalesce(json_agg(json_build_object('id', id, 'campaign_id', campaign_id, 'name', name, 'media_type', media_type,
		'bytes', bytes, 'created_at', created_at) order by id), '[]')
	from uploads where owner_id = $1),
	(select coalesce(json_agg(json_build_object('id', h.id, 'campaign_id', h.campaign_id, 'by_me', h.author_id = $1, 'title', h.title,
		'text', h.text, 'visibility', h.visibility, 'readers', case when h.author_id = $1 then h.readers end, 'images', h.images, 'created_at', h.created_at, 'updated_at', h.updated_at) order by h.id), '[]')
	from (
		select w.* from handouts w where w.author_id = $1
		union all
		select r.*
		from campaign_members m
		join handouts r on r.campaign_id = m.campaign_id and r.author_id <> $1 and $1 = any (r.readers)
		where m.user_id = $1) h),
	(select coalesce(json_agg(json_build_object('id', id, 'started_at', started_at, 'finished_at', finished_at, 'ok', ok) order by id), '[]')
	from simulations where by_user = $1),
	(select coalesce(json_agg(json_build_object('campaign_id', p.campaign_id, 'since', p.since, 'left_at', p.left_at)
		order by p.campaign_id, p.since), '[]')
	from campaign_members m join presence p on p.campaign_id = m.campaign_id and p.user_id = m.user_id
	where m.user_id = $1),
	(select coalesce(json_agg(json_build_object('key', key, 'status', status, 'created_at', created_at)
		order by created_at), '[]')
	from idempotency_keys where user_id = $1)
