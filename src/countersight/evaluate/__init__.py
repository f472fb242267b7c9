"""``countersight eval``: labelled cases in, numbers out."""
