-- Behind its change.
select message_retell($1)
