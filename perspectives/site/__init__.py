"""The ready-to-run site: the plugin's first host, in neither wheel nor sdist."""
