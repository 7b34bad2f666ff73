"""Apple's property lists, binary and XML."""
