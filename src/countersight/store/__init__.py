"""Records, their canonical form and hash, and the snapshot that holds them."""
