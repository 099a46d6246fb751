select id from webhook_deliveries where id = $1
