"""For those who write policies: what a law says in plain lines, and lints for its file."""
