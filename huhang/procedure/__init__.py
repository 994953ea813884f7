"""How people act: one YAML file per procedure, and a small kernel that says what is allowed and due."""
