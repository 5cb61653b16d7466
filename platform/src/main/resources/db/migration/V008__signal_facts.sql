-- The name of a fact that may be both pushed and polled; a polled one has it as its delivery id.
ALTER TABLE signal ADD COLUMN fact TEXT;
CREATE INDEX signal_fact ON signal(source, fact) WHERE fact IS NOT NULL;

-- What pollers leave for their next look at a repository.
CREATE TABLE poller_memory (
  poller TEXT NOT NULL,
  repo   TEXT NOT NULL,
  key    TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (poller, repo, key)
) STRICT;

-- When a poller looks at a repository next, and how it goes.
CREATE TABLE poller_look (
  poller   TEXT NOT NULL,
  repo     TEXT NOT NULL,
  due      TEXT NOT NULL,
  failures INTEGER NOT NULL,
  error    TEXT,
  PRIMARY KEY (poller, repo)
) STRICT;
