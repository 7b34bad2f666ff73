"""Other ways to read a setting: the variables, options, pipelines and files that its value holds."""
