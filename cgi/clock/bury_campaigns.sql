-- What was deleted can be restored for 30 days; a day more, and nobody is in the middle of that.
delete from campaigns where deleted_at < now() - interval '31 days'
