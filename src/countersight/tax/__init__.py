"""Foreign tax credits: what the law in force allows, and what denial under the proposed Act would change."""
