"""The entities: what the campaigns, the items and the people are. Storage maps rows to them."""
