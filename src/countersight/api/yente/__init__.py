"""The wire format of yente (https://www.opensanctions.org/docs/api/) over our matcher, so that its clients and OpenRefine point here unchanged."""
