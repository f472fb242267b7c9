"""The words that the whole house shares: matters, facts, bodies, decisions, outcomes and exact quantities."""
