select forget_name($1)
