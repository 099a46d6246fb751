-- Who has been shut out of late: their streams end.
select id from users where disabled_at > now() - interval '10 minutes'
