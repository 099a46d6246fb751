-- Behind the lock.
select display_name, preferences from users where id = $1
