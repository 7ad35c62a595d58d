"""Drawing and uploading images for Slack."""
