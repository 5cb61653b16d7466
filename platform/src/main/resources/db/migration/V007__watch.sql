-- Pull requests that tasks opened, watched until they are merged or closed.
CREATE TABLE pull_watch (
  id           INTEGER PRIMARY KEY,
  repo         TEXT NOT NULL,
  -- The name the code host knows the repository by, as signals carry it.
  service      TEXT NOT NULL,
  number       INTEGER NOT NULL,
  title        TEXT NOT NULL,
  location     TEXT NOT NULL,
  branch       TEXT NOT NULL,
  base         TEXT NOT NULL,
  -- The account that opened it: what it does is our own doing.
  author       TEXT NOT NULL,
  -- The newest commit we pushed.
  head         TEXT NOT NULL,
  conversation TEXT NOT NULL REFERENCES conversation(id),
  person       TEXT NOT NULL REFERENCES person(id),
  task         TEXT NOT NULL,
  -- The turn that repairs it, while one does.
  turn         TEXT,
  state        TEXT NOT NULL
               CHECK (state IN ('waiting','repairing','green','stuck','merged','closed','ended')),
  repairs      INTEGER NOT NULL,
  steered      INTEGER NOT NULL,
  -- The commit all checks of which had passed when we looked last, and since when.
  settled      TEXT,
  settled_at   TEXT,
  -- Up to when we have read what was said in it.
  heard_at     TEXT NOT NULL,
  signalled_at TEXT,
  due          TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  updated_at   TEXT NOT NULL,
  UNIQUE (repo, number)
) STRICT;
CREATE INDEX pull_watch_due ON pull_watch(due) WHERE state IN ('waiting','repairing','green','stuck');

-- What was said in a pull request and has been dealt with.
CREATE TABLE pull_heard (
  watch   INTEGER NOT NULL REFERENCES pull_watch(id),
  comment TEXT NOT NULL,
  PRIMARY KEY (watch, comment)
) STRICT;

-- Repositories whose CI a conversation wants to hear of.
CREATE TABLE watched_repo (
  conversation TEXT NOT NULL REFERENCES conversation(id),
  repo         TEXT NOT NULL,
  person       TEXT NOT NULL REFERENCES person(id),
  created_at   TEXT NOT NULL,
  PRIMARY KEY (conversation, repo)
) STRICT;

-- How the newest run of a workflow on a branch ended, to tell changes alone.
CREATE TABLE watched_run (
  repo     TEXT NOT NULL,
  workflow TEXT NOT NULL,
  branch   TEXT NOT NULL,
  run      TEXT NOT NULL,
  state    TEXT NOT NULL,
  PRIMARY KEY (repo, workflow, branch)
) STRICT;
