"""People who take part: the member behind a user of the host project, and how often somebody may try something."""
