"""Planning, starting, retargeting, cancelling and closing campaigns, and opening tiers."""
