-- Behind that: the secret, the session, and the number of the next roll of the stream $2.
select encode(s.secret, 'hex'), s.session, coalesce((
	select max(r.n) + 1 from rolls r
	where r.campaign_id = s.campaign_id and r.session = s.session and r.stream = $2), 1)
from dice_secrets s
where s.campaign_id = $1
