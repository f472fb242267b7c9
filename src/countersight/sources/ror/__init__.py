"""The Research Organization Registry: names of institutions in many languages."""
