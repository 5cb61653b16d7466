-- Until when the times of a job are settled: what was due before has a row in occurrence.
CREATE TABLE job (
  name         TEXT PRIMARY KEY,
  schedule     TEXT NOT NULL,
  timezone     TEXT NOT NULL,
  settled      TEXT NOT NULL,
  conversation TEXT REFERENCES conversation(id)
) STRICT;

-- Each time a job was due, or somebody ran it.
CREATE TABLE occurrence (
  id         INTEGER PRIMARY KEY,
  job        TEXT NOT NULL,
  due        TEXT NOT NULL,
  text       TEXT NOT NULL,
  notify     TEXT NOT NULL,
  budget     TEXT,
  state      TEXT NOT NULL CHECK (state IN ('claimed','running','done','failed','missed','unknown')),
  turn       TEXT,
  started_at TEXT,
  ended_at   TEXT,
  detail     TEXT,
  UNIQUE (job, due)
) STRICT;
CREATE INDEX occurrence_open ON occurrence(state) WHERE state IN ('claimed','running');
CREATE UNIQUE INDEX occurrence_turn ON occurrence(turn) WHERE turn IS NOT NULL;

-- What monitors leave for their next look.
CREATE TABLE monitor_memory (
  monitor TEXT NOT NULL,
  key     TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (monitor, key)
) STRICT;

-- How the looks of a monitor at a repository go.
CREATE TABLE monitor_look (
  monitor  TEXT NOT NULL,
  repo     TEXT NOT NULL,
  looked_at TEXT,
  good_at  TEXT,
  failures INTEGER NOT NULL,
  error    TEXT,
  due      TEXT NOT NULL,
  PRIMARY KEY (monitor, repo)
) STRICT;

CREATE TABLE incident (
  id          TEXT PRIMARY KEY,
  open        INTEGER NOT NULL,
  told        INTEGER NOT NULL,
  severity    TEXT NOT NULL,
  repo        TEXT,
  title       TEXT NOT NULL,
  detail      TEXT NOT NULL,
  location    TEXT,
  opened_at   TEXT NOT NULL,
  updated_at  TEXT NOT NULL,
  resolved_at TEXT,
  -- Where it was told and by which message, for what follows to go there.
  conversation TEXT,
  message     TEXT
) STRICT;

-- What monitors reported, each key once, with what became of it.
CREATE TABLE heartbeat_event (
  seq      INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  monitor  TEXT NOT NULL,
  incident TEXT NOT NULL,
  repo     TEXT,
  title    TEXT NOT NULL,
  severity TEXT NOT NULL,
  state    TEXT NOT NULL,
  at       TEXT NOT NULL,
  day      TEXT NOT NULL,
  decision TEXT NOT NULL,
  reason   TEXT NOT NULL,
  digest   TEXT
) STRICT;
CREATE INDEX heartbeat_event_day ON heartbeat_event(day) WHERE decision = 'message';
CREATE INDEX heartbeat_event_waiting ON heartbeat_event(seq) WHERE decision = 'digest' AND digest IS NULL;
