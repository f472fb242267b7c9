"""Who stands behind a body: shares, bounds and proof on a day, from the evidence held. No input or output."""
