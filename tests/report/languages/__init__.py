"""What the reports say in other languages."""
