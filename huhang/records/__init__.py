"""What a row handed over is: columns, readers, mappings, row checks, and the verdict on their quality."""
