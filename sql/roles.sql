-- The database roles and the database itself. Run by a superuser through psql; says nothing and changes
-- nothing when all of it is there.
--
--   tabard_owner   owns the database and everything in it, and runs the migrations
--   tabard_api     the REST worker        } what each of these may do with which table
--   tabard_events  the broadcaster        } stands in the migrations, beside the tables
--   tabard_clock   the clock              }
--
-- No role has a password: they come in over a unix socket, as the operating system's user of that name.

\set ON_ERROR_STOP on
set client_min_messages = warning;

select format('create role %I login', role)
from unnest(array['tabard_owner', 'tabard_api', 'tabard_events', 'tabard_clock']) as role
where not exists (select from pg_roles where rolname = role)
\gexec

-- C.UTF-8 sorts the same on every machine; template0 allows it whatever the cluster's own locale is.
select 'create database tabard owner tabard_owner template template0 encoding ''UTF8'' locale ''C.UTF-8'''
where not exists (select from pg_database where datname = 'tabard')
\gexec

revoke all on database tabard from public;
grant connect on database tabard to tabard_api, tabard_events, tabard_clock;

-- The API's statements are prepared once and asked with anything: planning a search anew costs more than answering
-- it. That each of them has a good plan whatever it is asked, tests/house looks at.
alter role tabard_api set plan_cache_mode = force_generic_plan;
