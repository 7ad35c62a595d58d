"""Planning, starting, retargeting, cancelling and closing a campaign, and opening its tiers."""
