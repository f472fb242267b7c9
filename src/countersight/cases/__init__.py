"""What an office does with a decision: queue, four eyes, evidence, watching."""
