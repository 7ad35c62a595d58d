"""Drawing and uploading of images for Slack."""
