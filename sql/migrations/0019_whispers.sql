-- For the export of everything about a person: what was said to them alone, and where they were lately.

create index messages_named on messages (campaign_id, id) where audience = 'named';
grant select on presence to tabard_api;
