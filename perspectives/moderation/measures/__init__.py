"""What moderation amounts to, counted from its rows: for the transparency report and for the desk's figures."""
