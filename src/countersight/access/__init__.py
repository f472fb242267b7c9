"""Who asks: users, keys, roles, tenants, limits. One door for API, pages and agents."""
