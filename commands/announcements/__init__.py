"""Announcements to other channels: drafted, decided and posted."""
