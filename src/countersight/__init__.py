"""Countersight: screening against the trade in mass surveillance, with proof. The counter-system: it tracks no one."""

__version__ = "0.1.0"
