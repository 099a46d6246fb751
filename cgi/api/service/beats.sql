select coalesce(bool_or(service = 'events' and at > now() - interval '15 seconds'), false),
	coalesce(bool_or(service = 'clock' and at > now() - interval '15 seconds'), false)
from service_beats
