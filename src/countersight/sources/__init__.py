"""One folder per list: description, reader, sample, expectations; and the starter atlas."""
