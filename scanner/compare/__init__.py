"""What an update changes: two report documents in, one change document out. Pure functions of their arguments."""
