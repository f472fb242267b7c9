"""The pages that an office reads, and the same as a static site."""
