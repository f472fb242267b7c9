"""Tests of the law engine; a package, so that they share :mod:`generate` and :mod:`differential`."""
