-- Under the campaign's lock: the session of the dice of the campaign $1 ends when it is a day old, or with $2 in any case.
update dice_secrets
set session = session + 1, since = now()
where campaign_id = $1 and ($2::boolean or since < now() - interval '24 hours')
