"""Images of one camera root file system in every container format, and what a screening makes of them."""
