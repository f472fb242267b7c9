"""One matter in, one decision out; a stored decision replays bit for bit or says what differs."""
