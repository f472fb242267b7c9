"""One process that serves the API and the pages behind one door."""
