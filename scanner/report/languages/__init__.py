"""What the reports say, in the reader's language: English in the code, the others in gettext catalogues."""
