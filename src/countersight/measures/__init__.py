"""From a matter to the facts that the pages of law ask for.

``establish`` is the door. Each module answers for one kind of thing: the deal itself, a party, a line, the owners.
Everything here follows one rule: what is not known stays unknown, and every fact says where it comes from.
"""
