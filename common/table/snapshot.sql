-- All that follows sees the database as of one moment.
begin isolation level repeatable read read only
