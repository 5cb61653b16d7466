-- What each answer of a model took. nanousd counts in billionths of a dollar; NULL where the model has no price.
CREATE TABLE usage (
  id           INTEGER PRIMARY KEY,
  at           TEXT NOT NULL,
  day          TEXT NOT NULL,
  purpose      TEXT NOT NULL,
  provider     TEXT NOT NULL,
  model        TEXT NOT NULL,
  conversation TEXT,
  turn         TEXT,
  task         TEXT,
  person       TEXT,
  repo         TEXT,
  monitor      TEXT,
  input        INTEGER NOT NULL,
  cached_input INTEGER NOT NULL,
  cache_write  INTEGER NOT NULL,
  output       INTEGER NOT NULL,
  reasoning    INTEGER NOT NULL,
  nanousd      INTEGER
) STRICT;
CREATE INDEX usage_day ON usage(day);
CREATE INDEX usage_turn ON usage(turn);
CREATE INDEX usage_task ON usage(task);
CREATE INDEX usage_conversation ON usage(conversation);

-- What was taken before there were prices.
INSERT INTO usage (at, day, purpose, provider, model, conversation, turn, task, person, input, cached_input, cache_write,
    output, reasoning)
  SELECT c.started_at, substr(c.started_at, 1, 10), c.purpose, c.provider, c.model, t.conversation, t.id, t.task, t.person,
    coalesce(json_extract(c.usage, '$.input'), 0), coalesce(json_extract(c.usage, '$.cached_input'), 0),
    coalesce(json_extract(c.usage, '$.cache_write'), 0), coalesce(json_extract(c.usage, '$.output'), 0),
    coalesce(json_extract(c.usage, '$.reasoning'), 0)
  FROM model_call c JOIN turn t ON t.id = c.turn WHERE c.state = 'done' AND c.usage IS NOT NULL;

-- Models without a price that somebody agreed to.
CREATE TABLE unpriced (
  provider  TEXT NOT NULL,
  model     TEXT NOT NULL,
  agreed_by TEXT NOT NULL,
  agreed_at TEXT NOT NULL,
  PRIMARY KEY (provider, model)
) STRICT;

-- Which model a conversation is to be answered by, where somebody chose one.
CREATE TABLE model_pick (
  conversation TEXT PRIMARY KEY REFERENCES conversation(id),
  provider     TEXT,
  model        TEXT,
  thinking     TEXT
) STRICT;

-- How much of a conversation the model still reads as it was. Places are a turn and the number of a message in it.
CREATE TABLE context (
  conversation TEXT PRIMARY KEY REFERENCES conversation(id),
  from_turn    TEXT,
  from_index   INTEGER NOT NULL,
  summary      TEXT NOT NULL,
  words        TEXT NOT NULL,
  outside      INTEGER NOT NULL,
  mask_turn    TEXT,
  mask_index   INTEGER NOT NULL
) STRICT;

-- Which conversation a history that a client of /v1/chat/completions sends was had in.
CREATE TABLE openai_thread (
  history      TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversation(id),
  at           TEXT NOT NULL
) STRICT;
