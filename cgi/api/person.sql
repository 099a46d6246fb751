-- A statement of its own: who holds this row is the only one to change the person, and nobody lets them into a
-- campaign meanwhile. Before the locks of campaigns, always.
select id from users where id = $1 and deleted_at is null for no key update
