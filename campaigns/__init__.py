"""The rules of a campaign: pure functions over plain values, standard library only."""
