-- What began a turn that nobody asked for: the monitor, on whose account the model is asked.
ALTER TABLE turn ADD COLUMN cause TEXT;

-- Whose preferences held for a decision; their messages are counted by day.
ALTER TABLE heartbeat_event ADD COLUMN recipient TEXT;
ALTER TABLE heartbeat_event ADD COLUMN decided_at TEXT;

-- An incident has a number to be named by, the monitor that saw it, and a conversation in which the agent looks into it.
ALTER TABLE incident ADD COLUMN number INTEGER;
ALTER TABLE incident ADD COLUMN monitor TEXT;
ALTER TABLE incident ADD COLUMN looked_into TEXT;
UPDATE incident SET number = rowid;
CREATE UNIQUE INDEX incident_number ON incident(number);

-- The agent's turns about an incident, with the event that began each; open until something is told of it, or kept silent.
CREATE TABLE incident_turn (
  turn     TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  event    INTEGER NOT NULL,
  open     INTEGER NOT NULL,
  at       TEXT NOT NULL
) STRICT;
CREATE INDEX incident_turn_open ON incident_turn(at) WHERE open = 1;

-- What is not told, until when: to one person, or to anybody. With a title only what has that title.
CREATE TABLE mute (
  id         INTEGER PRIMARY KEY,
  pattern    TEXT NOT NULL,
  title      TEXT,
  person     TEXT,
  until      TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- What a person wants to be told of and when; what is null is as the settings say.
CREATE TABLE preference (
  person      TEXT PRIMARY KEY,
  severity    TEXT,
  quiet_hours TEXT,
  timezone    TEXT,
  daily_limit INTEGER
) STRICT;

-- When a person last wrote.
CREATE TABLE presence (
  person  TEXT PRIMARY KEY,
  seen_at TEXT NOT NULL
) STRICT;
