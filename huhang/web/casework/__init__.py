"""Cases: whatever runs by a procedure, first of all the inspection that follows from findings."""
