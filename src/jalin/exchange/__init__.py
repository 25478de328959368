"""Exchange: projects of other programs in and out, over one model of a project."""
