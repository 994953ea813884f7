"""Long work: begun by a person, done by a worker, with progress, cancel and a notice at the end."""
