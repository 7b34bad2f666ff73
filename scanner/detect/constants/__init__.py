"""Constants that survive every compiler: sets of numbers in data, instructions and text of any program."""
