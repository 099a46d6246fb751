-- A simulation plays an encounter on a campaign of its own, which goes when it is over; what came of it stays.
create table simulations (
	id uuid primary key,
	by_user uuid not null references users,
	campaign_id uuid,
	started_at timestamptz not null default now(),
	finished_at timestamptz,
	ok boolean,
	steps json not null default '[]'
);

-- Takes away what a simulation made. The API deletes no campaign otherwise, so this looks closely: only one that
-- its user made while it ran.
create function simulation_clear(simulation uuid) returns void
	language plpgsql security definer set search_path = public, pg_temp as $$
declare
	made uuid := (
		select c.id
		from simulations s
		join campaigns c on c.id = s.campaign_id and c.owner_id = s.by_user and c.created_at >= s.started_at
		where s.id = simulation);
begin
	delete from encounters where campaign_id = made;
	delete from characters where campaign_id = made;
	delete from campaigns where id = made;
end $$;
revoke execute on function simulation_clear from public;
grant execute on function simulation_clear to tabard_api;

grant select, insert, update (campaign_id, finished_at, ok, steps) on simulations to tabard_api;
