"""From observations and signatures to findings, with the link graph that lifts shipped to called."""
