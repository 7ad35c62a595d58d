"""What the assistant costs, each figure beside a peer or the bare framework."""
