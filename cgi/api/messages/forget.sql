-- Behind its removal.
select message_forget($1)
