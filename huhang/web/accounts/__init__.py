"""People, their seats (role and place or company), and the log that cannot be altered unseen."""
