-- Whether everyone rolls initiative anew as a round begins, and who shares a die then: each_round of common/rules.
alter table encounters add column each_round text not null default 'stays'
	check (each_round in ('stays', 'groups', 'each', 'sides'));
grant update (each_round) on encounters to tabard_api;
