"""What was built from what, whether it comes out again, and what is shared."""
