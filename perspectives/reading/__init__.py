"""Pages that join rooms: home, series, essays with their discussion, authors, tags, search, feeds. Changes nothing."""
