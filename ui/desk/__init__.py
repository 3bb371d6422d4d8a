"""The Qt windows of the desk."""
