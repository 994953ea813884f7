"""What the law says: `huhang law ...`, one file per question."""
