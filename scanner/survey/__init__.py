"""The run of one screening: takes a delivery in, hands its nodes to the workers, gathers what they say."""
