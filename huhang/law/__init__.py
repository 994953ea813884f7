"""The law as content: places, instruments, dated parameters, one folder per right, and their loader."""
