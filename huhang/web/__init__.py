"""The platform: pages and the open interface on top of the audit; the only room that knows Django."""
