-- 100,000 campaigns' worth of rows, for the planner to look at; run inside a transaction that is rolled back.
-- Foreign keys are not looked at: that is what takes time, and they hold by how the ids are made.
set local session_replication_role = replica;
create function pg_temp.id(kind text, n bigint) returns uuid language sql immutable as $$ select md5(kind || n)::uuid $$;

insert into users (id, sub, display_name)
select pg_temp.id('u', n), 'scale_' || n, 'Person ' || n from generate_series(1, 100000) n;
insert into campaigns (id, name, owner_id, deleted_at)
select pg_temp.id('c', n), 'Campaign ' || n, pg_temp.id('u', n), case when n % 50 = 0 then now() end
from generate_series(1, 100000) n;
insert into campaign_members (campaign_id, user_id, role)
select pg_temp.id('c', n), pg_temp.id('u', (n + k * 7919) % 100000 + 1), case k when 0 then 'dm' else 'player' end::campaign_role
from generate_series(1, 100000) n, generate_series(0, 3) k;
insert into invites (id, campaign_id, code_hash, role, expires_at, created_by)
select pg_temp.id('i', n), pg_temp.id('c', n), sha256(n::text::bytea), 'player', now(), pg_temp.id('u', n)
from generate_series(1, 100000) n;
insert into characters (id, owner_id, campaign_id, name, sheet)
select pg_temp.id('h', n), pg_temp.id('u', n % 100000 + 1), case when n % 3 > 0 then pg_temp.id('c', n % 100000) end, 'Hero', '{}'
from generate_series(1, 200000) n;
insert into encounters (id, campaign_id, name, status, round, turn_deadline, active_since)
select pg_temp.id('e', n), pg_temp.id('c', n), 'Fight', case when n % 100 = 0 then 'active' else 'completed' end::encounter_status, 1,
	case when n % 100 = 0 then now() + n * interval '1 second' end, case when n % 100 = 0 then now() end
from generate_series(1, 100000) n;
insert into combatants (id, encounter_id, ordinal, character_id, state)
select pg_temp.id('b', n), pg_temp.id('e', n / 2), n % 2 + 1, case when n % 2 = 0 then pg_temp.id('h', n) end,
	'{"hp":{"current":1,"max":1}}'
from generate_series(1, 200000) n;
insert into moves (id, encounter_id, version, type, by_user, move, result, change, seen_round)
select pg_temp.id('m', n), pg_temp.id('e', n % 100000), n / 100000 + 2, 'note', pg_temp.id('u', n % 100000), '{}', '[]', '{}', 0
from generate_series(1, 200000) n;
insert into events (campaign_id, seq, id, type, dm)
select pg_temp.id('c', n % 100000), n / 100000 + 1, pg_temp.id('v', n), case when n % 20 = 0 then 'member.joined' else 'turn.advanced' end, '{}'
from generate_series(1, 300000) n;
insert into messages (id, campaign_id, author_id, audience, text)
select pg_temp.id('t', n), pg_temp.id('c', n % 100000), pg_temp.id('u', n % 100000), 'party', 'Hello.'
from generate_series(1, 100000) n;
insert into messages (id, campaign_id, author_id, audience, text)
select pg_temp.id('y', n), pg_temp.id('c', 7), pg_temp.id('u', n % 10), 'party', 'Said number ' || n || ' of the dragon.'
from generate_series(1, 50000) n;
insert into message_reads (campaign_id, user_id, message_id)
select campaign_id, user_id, pg_temp.id('t', 1) from campaign_members
on conflict do nothing;
insert into dice_secrets (campaign_id, secret) select pg_temp.id('c', n), sha256(n::text::bytea) from generate_series(1, 100000) n;
insert into rolls (id, campaign_id, user_id, visibility, told, result, session, stream, n, dice, sum, d20s, ones, twenties)
select pg_temp.id('d', n), pg_temp.id('c', n % 100000), pg_temp.id('u', n % 100000), 'party', false, '{}', 1, 'party', n / 100000 + 1, 1, 3, 0, 0, 0
from generate_series(1, 200000) n;
insert into uploads (id, campaign_id, owner_id, media_type, bytes, width, height)
select pg_temp.id('p', n), pg_temp.id('c', n), pg_temp.id('u', n), 'image/png', 1, 1, 1 from generate_series(1, 50000) n;
insert into handouts (id, campaign_id, author_id, title, text, visibility, readers, images)
select pg_temp.id('o', n), pg_temp.id('c', n), pg_temp.id('u', n), 'A letter', '', 'party', '{}', array[pg_temp.id('p', n)]
from generate_series(1, 50000) n;
insert into maps (id, campaign_id, name, width, height, active)
select pg_temp.id('a', n), pg_temp.id('c', n / 4), 'A cellar', 20, 20, n % 4 = 0 from generate_series(1, 100000) n;
insert into tokens (id, map_id, name, x, y, encounter_id, combatant_id)
select pg_temp.id('k', n), pg_temp.id('a', n / 3), 'A goblin', 1, 1, case when n % 2 = 0 then pg_temp.id('e', n / 4) end,
	case when n % 2 = 0 then pg_temp.id('b', n) end
from generate_series(3, 200000) n;
insert into relation_nodes (id, campaign_id, kind, name, text, visibility)
select pg_temp.id('n', n), pg_temp.id('c', n / 10), 'person', 'Somebody', '', 'party' from generate_series(1, 100000) n;
insert into relation_ties (id, campaign_id, from_id, to_id, label, visibility)
select pg_temp.id('r', n), pg_temp.id('c', n / 10), pg_temp.id('n', n), pg_temp.id('n', n / 10 * 10 + 1), 'knows', 'party'
from generate_series(1, 100000) n where n % 10 <> 1;
insert into idempotency_keys (user_id, key, request_hash, status, answer)
select pg_temp.id('u', n), 'k', sha256(n::text::bytea), 200, '{}' from generate_series(1, 50000) n;
insert into webhook_deliveries (id) select 'scale_' || n from generate_series(1, 50000) n;
set local session_replication_role = default;
analyze;
