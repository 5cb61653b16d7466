-- People and how they reach us.
CREATE TABLE person (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  role       TEXT NOT NULL CHECK (role IN ('owner','admin','developer','viewer','guest')),
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_owner ON person(role) WHERE role = 'owner';

CREATE TABLE account (
  channel    TEXT NOT NULL,
  account_id TEXT NOT NULL,
  person     TEXT NOT NULL REFERENCES person(id),
  name       TEXT NOT NULL,
  -- Whether it was let in by itself; an account that was only seen in a group is known, and no more.
  paired     INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (channel, account_id)
) STRICT;
CREATE INDEX account_person ON account(person);

CREATE TABLE pairing (
  channel      TEXT NOT NULL,
  account_id   TEXT NOT NULL,
  name         TEXT NOT NULL,
  code         TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  expires_at   TEXT NOT NULL,
  PRIMARY KEY (channel, account_id)
) STRICT;

-- Tries at something guessable: pairing codes, tokens.
CREATE TABLE attempt (
  subject      TEXT PRIMARY KEY,
  wrong        INTEGER NOT NULL,
  locked_until TEXT
) STRICT;

CREATE TABLE token (
  hash       TEXT PRIMARY KEY,
  person     TEXT NOT NULL REFERENCES person(id),
  kind       TEXT NOT NULL CHECK (kind IN ('session','link','api')),
  csrf       TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT
) STRICT;

-- Conversations.
CREATE TABLE conversation (
  id         TEXT PRIMARY KEY,
  title      TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('direct','shared')),
  state      TEXT NOT NULL CHECK (state IN ('active','paused','archived')),
  owner      TEXT REFERENCES person(id),
  focus      TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX conversation_owner ON conversation(owner, state, updated_at);

CREATE TABLE conversation_repo (
  conversation TEXT NOT NULL REFERENCES conversation(id),
  name         TEXT NOT NULL,
  url          TEXT NOT NULL,
  PRIMARY KEY (conversation, name)
) STRICT;

-- thread is '' where there is none, since a NULL is never unique.
CREATE TABLE address (
  channel      TEXT NOT NULL,
  chat         TEXT NOT NULL,
  thread       TEXT NOT NULL,
  conversation TEXT NOT NULL REFERENCES conversation(id),
  last_used_at TEXT NOT NULL,
  PRIMARY KEY (channel, chat, thread)
) STRICT;
CREATE INDEX address_conversation ON address(conversation);

CREATE TABLE member (
  conversation TEXT NOT NULL REFERENCES conversation(id),
  person       TEXT NOT NULL REFERENCES person(id),
  PRIMARY KEY (conversation, person)
) STRICT;

CREATE TABLE message (
  id           TEXT PRIMARY KEY,
  seq          INTEGER NOT NULL UNIQUE,
  conversation TEXT NOT NULL REFERENCES conversation(id),
  turn         TEXT,
  role         TEXT NOT NULL CHECK (role IN ('user','assistant','system')),
  person       TEXT REFERENCES person(id),
  sender       TEXT NOT NULL,
  channel      TEXT NOT NULL,
  markdown     TEXT NOT NULL,
  attachments  TEXT NOT NULL,
  audience     TEXT NOT NULL,
  origin       TEXT NOT NULL CHECK (origin IN ('person','repository','outside')),
  sent_at      TEXT NOT NULL
) STRICT;
CREATE INDEX message_conversation ON message(conversation, seq);
CREATE INDEX message_turn ON message(turn);

-- What arrived, and what became of it. The key drops what was seen before.
CREATE TABLE inbox (
  channel      TEXT NOT NULL,
  external_id  TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('new','done','refused')),
  kind         TEXT NOT NULL CHECK (kind IN ('message','command','press')),
  payload      TEXT NOT NULL,
  conversation TEXT,
  message      TEXT,
  received_at  TEXT NOT NULL,
  PRIMARY KEY (channel, external_id)
) STRICT;
CREATE INDEX inbox_new ON inbox(received_at) WHERE state = 'new';

-- What is to be sent: a row for each part.
CREATE TABLE outbox (
  id              TEXT PRIMARY KEY,
  seq             INTEGER NOT NULL,
  message         TEXT,
  conversation    TEXT,
  channel         TEXT NOT NULL,
  chat            TEXT NOT NULL,
  thread          TEXT NOT NULL,
  part            INTEGER NOT NULL,
  body            TEXT NOT NULL,
  reply_to        TEXT,
  choices         TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  edits           TEXT,
  state           TEXT NOT NULL CHECK (state IN ('new','sending','sent','failed')),
  attempts        INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL,
  external_id     TEXT,
  error           TEXT,
  created_at      TEXT NOT NULL,
  UNIQUE (seq, part)
) STRICT;
CREATE INDEX outbox_open ON outbox(channel, chat, thread, seq, part) WHERE state IN ('new','sending');
CREATE INDEX outbox_failed ON outbox(seq) WHERE state = 'failed';
CREATE INDEX outbox_message ON outbox(message);
CREATE INDEX outbox_external ON outbox(channel, external_id);

-- Work.
CREATE TABLE turn (
  id           TEXT PRIMARY KEY,
  seq          INTEGER NOT NULL UNIQUE,
  task         TEXT NOT NULL,
  conversation TEXT NOT NULL REFERENCES conversation(id),
  person       TEXT NOT NULL REFERENCES person(id),
  entry        TEXT NOT NULL,
  presumed     TEXT,
  state        TEXT NOT NULL CHECK (state IN ('queued','running','waiting','done','failed','stopped','over_budget')),
  outside      INTEGER NOT NULL,
  created_at   TEXT NOT NULL,
  started_at   TEXT,
  ended_at     TEXT,
  error        TEXT,
  evidence     TEXT
) STRICT;
CREATE INDEX turn_conversation ON turn(conversation, seq);
CREATE INDEX turn_open ON turn(conversation, seq) WHERE state IN ('queued','running','waiting');

-- The journal of a turn: what the model was asked and answered, what came in meanwhile, what was run. step orders them.
CREATE TABLE model_call (
  id         TEXT PRIMARY KEY,
  turn       TEXT NOT NULL REFERENCES turn(id),
  step       INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('started','done','failed')),
  purpose    TEXT NOT NULL,
  provider   TEXT NOT NULL,
  model      TEXT NOT NULL,
  response   TEXT,
  usage      TEXT,
  error      TEXT,
  started_at TEXT NOT NULL,
  ended_at   TEXT
) STRICT;
CREATE INDEX model_call_turn ON model_call(turn, step);
CREATE INDEX model_call_started ON model_call(started_at);

CREATE TABLE steering (
  turn    TEXT NOT NULL REFERENCES turn(id),
  step    INTEGER NOT NULL,
  message TEXT NOT NULL REFERENCES message(id),
  PRIMARY KEY (turn, message)
) STRICT;

CREATE TABLE run (
  id           TEXT PRIMARY KEY,
  seq          INTEGER NOT NULL UNIQUE,
  turn         TEXT,
  step         INTEGER NOT NULL,
  call_id      TEXT,
  parent       TEXT,
  entry        TEXT NOT NULL,
  person       TEXT,
  skill        TEXT NOT NULL,
  input        TEXT NOT NULL,
  risk         TEXT NOT NULL CHECK (risk IN ('READ','WRITE','EXTERNAL','DANGEROUS')),
  decision     TEXT NOT NULL CHECK (decision IN ('allow','ask','deny')),
  decided_by   TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('refused','waiting','running','done','failed','cancelled','unknown')),
  repo         TEXT,
  branch       TEXT,
  head         TEXT,
  snapshot     TEXT,
  tree         TEXT,
  succeeded    INTEGER,
  result       TEXT,
  created_at   TEXT NOT NULL,
  started_at   TEXT,
  ended_at     TEXT
) STRICT;
CREATE INDEX run_turn ON run(turn, seq);
CREATE INDEX run_open ON run(state) WHERE state IN ('waiting','running');

-- Consent.
CREATE TABLE question (
  id           TEXT PRIMARY KEY,
  seq          INTEGER NOT NULL UNIQUE,
  kind         TEXT NOT NULL CHECK (kind IN ('once','plan','question')),
  state        TEXT NOT NULL CHECK (state IN ('pending','allowed','denied','expired','withdrawn')),
  conversation TEXT,
  turn         TEXT,
  task         TEXT,
  run          TEXT,
  skill        TEXT,
  risk         TEXT,
  summary      TEXT NOT NULL,
  detail       TEXT NOT NULL,
  input        TEXT NOT NULL,
  repo         TEXT,
  branch       TEXT,
  effects      TEXT NOT NULL,
  choices      TEXT NOT NULL,
  always       INTEGER NOT NULL,
  binds        TEXT NOT NULL,
  asked_of     TEXT NOT NULL,
  answer       TEXT,
  created_at   TEXT NOT NULL,
  expires_at   TEXT NOT NULL,
  answered_by  TEXT,
  answered_at  TEXT
) STRICT;
CREATE INDEX question_pending ON question(conversation) WHERE state = 'pending';
CREATE INDEX question_turn ON question(turn);

CREATE TABLE rule (
  id         TEXT PRIMARY KEY,
  skill      TEXT NOT NULL,
  repo       TEXT NOT NULL,
  role       TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (skill, repo, role)
) STRICT;

-- The rest.
CREATE TABLE idempotency (
  key        TEXT NOT NULL,
  person     TEXT NOT NULL,
  route      TEXT NOT NULL,
  status     INTEGER NOT NULL,
  body       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (key, person, route)
) STRICT;

CREATE TABLE signal (
  source      TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  seq         INTEGER NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  repo        TEXT,
  subject     TEXT NOT NULL,
  payload     TEXT NOT NULL,
  at          TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (source, delivery_id)
) STRICT;

CREATE TABLE signal_delivery (
  source      TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  listener    TEXT NOT NULL,
  PRIMARY KEY (source, delivery_id, listener)
) STRICT;

CREATE TABLE event (
  id           INTEGER PRIMARY KEY,
  type         TEXT NOT NULL,
  conversation TEXT,
  turn         TEXT,
  data         TEXT NOT NULL,
  at           TEXT NOT NULL
) STRICT;
CREATE INDEX event_conversation ON event(conversation, id);

CREATE TABLE plugin_state (
  id      TEXT PRIMARY KEY,
  enabled INTEGER NOT NULL
) STRICT;
