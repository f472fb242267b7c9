"""The taxonomy of surveillance products: 39 kinds of capability, their tariff codes and candidate control numbers."""
