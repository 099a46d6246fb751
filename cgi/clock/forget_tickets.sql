delete from stream_tickets where expires_at < now() - interval '1 minute'
