-- Table talk goes out and in with the rest of a campaign.

grant select, insert on messages to tabard_api;
