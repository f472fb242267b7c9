"""Who asks: users, keys, roles, tenants, limits. One door for the API, the pages and the agents."""
