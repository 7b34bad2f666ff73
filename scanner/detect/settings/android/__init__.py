"""Binary XML of Android."""
