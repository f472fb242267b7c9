"""Who is who, and who consolidates whom: the files of the Global Legal Entity Identifier Foundation."""
