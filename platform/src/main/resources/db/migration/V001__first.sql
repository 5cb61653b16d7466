-- Ids are text but for events; times are RFC 3339 in UTC with milliseconds; columns named …_json or listed as JSON hold JSON.

-- People ------------------------------------------------------------------------------------------------------------
CREATE TABLE person (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'viewer', 'none')),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE account (
    channel    TEXT NOT NULL,
    account_id TEXT NOT NULL,
    person     TEXT REFERENCES person (id) ON DELETE CASCADE,
    name       TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    PRIMARY KEY (channel, account_id)
) STRICT;
CREATE INDEX account_by_person ON account (person);

CREATE TABLE pairing (
    channel      TEXT NOT NULL,
    account_id   TEXT NOT NULL,
    code_hash    TEXT,
    name         TEXT NOT NULL DEFAULT '',
    chat         TEXT,
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    locked_until TEXT,
    PRIMARY KEY (channel, account_id)
) STRICT;

-- Browser sessions and long-lived tokens; only hashes are kept.
CREATE TABLE token (
    hash       TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('login', 'session', 'api')),
    name       TEXT NOT NULL DEFAULT '',
    csrf       TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    last_used  TEXT
) STRICT;

-- Conversations -----------------------------------------------------------------------------------------------------
CREATE TABLE conversation (
    id         TEXT PRIMARY KEY,
    title      TEXT NOT NULL DEFAULT '',
    kind       TEXT NOT NULL CHECK (kind IN ('direct', 'shared')),
    state      TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'archived')),
    focus      TEXT,
    tools_json TEXT,
    summary    TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX conversation_by_update ON conversation (state, updated_at);

CREATE TABLE conversation_repo (
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    repo         TEXT NOT NULL,
    added_at     TEXT NOT NULL,
    PRIMARY KEY (conversation, repo)
) STRICT;

-- A thread of NULL is kept as '' so that the key is one.
CREATE TABLE address (
    channel      TEXT NOT NULL,
    chat         TEXT NOT NULL,
    thread       TEXT NOT NULL DEFAULT '',
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    state        TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'former')),
    created_at   TEXT NOT NULL,
    PRIMARY KEY (channel, chat, thread, conversation)
) STRICT;
CREATE UNIQUE INDEX address_active ON address (channel, chat, thread) WHERE state = 'active';
CREATE INDEX address_by_conversation ON address (conversation);

CREATE TABLE member (
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    person       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    joined_at    TEXT NOT NULL,
    PRIMARY KEY (conversation, person)
) STRICT;
CREATE INDEX member_by_person ON member (person);

CREATE TABLE message (
    id           TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    turn         TEXT,
    role         TEXT NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
    sender       TEXT REFERENCES person (id) ON DELETE SET NULL,
    sender_name  TEXT NOT NULL DEFAULT '',
    channel      TEXT,
    chat         TEXT,
    thread       TEXT,
    markdown     TEXT NOT NULL,
    attachments  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
    audience     TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(audience)),
    origin       TEXT NOT NULL DEFAULT 'PERSON' CHECK (origin IN ('PERSON', 'REPOSITORY', 'OUTSIDE')),
    purpose      TEXT NOT NULL DEFAULT 'message',
    sent_at      TEXT NOT NULL,
    stored_at    TEXT NOT NULL,
    external_id  TEXT
) STRICT;
CREATE INDEX message_by_conversation ON message (conversation, sent_at, id);
CREATE INDEX message_by_turn ON message (turn) WHERE turn IS NOT NULL;

CREATE TABLE inbox (
    channel      TEXT NOT NULL,
    external_id  TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    payload      TEXT NOT NULL CHECK (json_valid(payload)),
    state        TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'refused')),
    notice       TEXT,
    conversation TEXT,
    message      TEXT,
    PRIMARY KEY (channel, external_id)
) STRICT;
CREATE INDEX inbox_new ON inbox (received_at) WHERE state = 'new';

CREATE TABLE outbox (
    id              TEXT PRIMARY KEY,
    seq             INTEGER NOT NULL,
    conversation    TEXT REFERENCES conversation (id) ON DELETE CASCADE,
    turn            TEXT,
    message         TEXT,
    channel         TEXT NOT NULL,
    chat            TEXT NOT NULL,
    thread          TEXT,
    part_no         INTEGER NOT NULL DEFAULT 0,
    body            TEXT NOT NULL CHECK (json_valid(body)),
    plain           TEXT NOT NULL DEFAULT '',
    reply_to        TEXT,
    choices         TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(choices)),
    purpose         TEXT NOT NULL,
    edit_of         TEXT,
    state           TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sending', 'sent', 'failed', 'unknown')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL,
    external_id     TEXT,
    error           TEXT,
    dedup_key       TEXT UNIQUE,
    created_at      TEXT NOT NULL,
    sent_at         TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (next_attempt_at, seq) WHERE state IN ('new', 'sending');
CREATE INDEX outbox_by_address ON outbox (channel, chat, seq);
CREATE INDEX outbox_by_message ON outbox (message);
CREATE INDEX outbox_by_external ON outbox (channel, external_id) WHERE external_id IS NOT NULL;

-- Tasks -------------------------------------------------------------------------------------------------------------
CREATE TABLE turn (
    id             TEXT PRIMARY KEY,
    conversation   TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    state          TEXT NOT NULL
        CHECK (state IN ('queued', 'running', 'waiting', 'done', 'failed', 'stopped', 'over_budget')),
    asked_by       TEXT REFERENCES person (id) ON DELETE SET NULL,
    origin_outside INTEGER NOT NULL DEFAULT 0 CHECK (origin_outside IN (0, 1)),
    trigger_json   TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(trigger_json)),
    created_at     TEXT NOT NULL,
    started_at     TEXT,
    ended_at       TEXT,
    usage          TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(usage)),
    evidence       TEXT CHECK (evidence IS NULL OR json_valid(evidence)),
    error          TEXT
) STRICT;
CREATE INDEX turn_by_conversation ON turn (conversation, created_at);
CREATE INDEX turn_open ON turn (created_at) WHERE state IN ('queued', 'running', 'waiting');

CREATE TABLE turn_message (
    turn    TEXT NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    PRIMARY KEY (turn, message)
) STRICT;
CREATE INDEX turn_message_by_message ON turn_message (message);

CREATE TABLE model_call (
    id             TEXT PRIMARY KEY,
    turn           TEXT REFERENCES turn (id) ON DELETE CASCADE,
    seq            INTEGER NOT NULL,
    purpose        TEXT NOT NULL DEFAULT 'turn',
    request_digest TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('started', 'done', 'failed')),
    response       TEXT CHECK (response IS NULL OR json_valid(response)),
    usage          TEXT CHECK (usage IS NULL OR json_valid(usage)),
    cost_usd       REAL,
    provider       TEXT NOT NULL,
    model          TEXT NOT NULL,
    error          TEXT,
    started_at     TEXT NOT NULL,
    ended_at       TEXT
) STRICT;
CREATE INDEX model_call_by_turn ON model_call (turn, seq);
CREATE INDEX model_call_by_time ON model_call (started_at);

CREATE TABLE run (
    id           TEXT PRIMARY KEY,
    turn         TEXT REFERENCES turn (id) ON DELETE CASCADE,
    conversation TEXT,
    call_id      TEXT,
    seq          INTEGER NOT NULL,
    parent       TEXT REFERENCES run (id) ON DELETE CASCADE,
    skill        TEXT NOT NULL,
    input        TEXT NOT NULL CHECK (json_valid(input)),
    input_sha256 TEXT NOT NULL,
    risk         TEXT NOT NULL CHECK (risk IN ('READ', 'WRITE', 'EXTERNAL', 'DANGEROUS')),
    decision     TEXT NOT NULL CHECK (decision IN ('allow', 'ask', 'deny')),
    decided_by   TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(decided_by)),
    state        TEXT NOT NULL
        CHECK (state IN ('decided', 'waiting', 'running', 'done', 'failed', 'unknown', 'cancelled')),
    snapshot     TEXT,
    result       TEXT CHECK (result IS NULL OR json_valid(result)),
    person       TEXT,
    entry        TEXT NOT NULL DEFAULT 'turn',
    repo         TEXT,
    branch       TEXT,
    created_at   TEXT NOT NULL,
    started_at   TEXT,
    ended_at     TEXT
) STRICT;
CREATE INDEX run_by_turn ON run (turn, seq);
CREATE INDEX run_by_parent ON run (parent) WHERE parent IS NOT NULL;
CREATE INDEX run_open ON run (created_at) WHERE state IN ('decided', 'waiting', 'running');

-- Consent -----------------------------------------------------------------------------------------------------------
CREATE TABLE question (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('once', 'plan', 'question')),
    conversation    TEXT REFERENCES conversation (id) ON DELETE CASCADE,
    turn            TEXT REFERENCES turn (id) ON DELETE CASCADE,
    run             TEXT REFERENCES run (id) ON DELETE CASCADE,
    skill           TEXT,
    risk            TEXT CHECK (risk IS NULL OR risk IN ('READ', 'WRITE', 'EXTERNAL', 'DANGEROUS')),
    summary         TEXT NOT NULL,
    input           TEXT CHECK (input IS NULL OR json_valid(input)),
    repo            TEXT,
    branch          TEXT,
    effects         TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(effects)),
    binds           TEXT,
    asked_of        TEXT REFERENCES person (id) ON DELETE SET NULL,
    state           TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'allowed', 'denied', 'expired', 'withdrawn', 'answered')),
    created_at      TEXT NOT NULL,
    expires_at      TEXT NOT NULL,
    answered_by     TEXT REFERENCES person (id) ON DELETE SET NULL,
    answered_at     TEXT,
    choices         TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(choices)),
    answer          TEXT,
    message_address TEXT CHECK (message_address IS NULL OR json_valid(message_address))
) STRICT;
CREATE INDEX question_by_conversation ON question (conversation, state);
CREATE INDEX question_by_turn ON question (turn);
CREATE INDEX question_pending ON question (expires_at) WHERE state = 'pending';

CREATE TABLE rule (
    id         TEXT PRIMARY KEY,
    skill      TEXT NOT NULL,
    repo       TEXT NOT NULL DEFAULT '*',
    role       TEXT NOT NULL,
    decision   TEXT NOT NULL CHECK (decision IN ('allow', 'ask', 'deny')),
    created_by TEXT REFERENCES person (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX rule_by_skill ON rule (skill);

-- From outside ------------------------------------------------------------------------------------------------------
CREATE TABLE signal (
    source      TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    repo        TEXT,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL DEFAULT '',
    payload     TEXT NOT NULL CHECK (json_valid(payload)),
    at          TEXT NOT NULL,
    received_at TEXT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done')),
    PRIMARY KEY (source, delivery_id)
) STRICT;
CREATE INDEX signal_new ON signal (received_at) WHERE state = 'new';

CREATE TABLE idempotency (
    key        TEXT NOT NULL,
    route      TEXT NOT NULL,
    person     TEXT NOT NULL DEFAULT '',
    body_hash  TEXT NOT NULL DEFAULT '',
    status     INTEGER,
    body       TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (key, route, person)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- What happened, and what the parts keep ----------------------------------------------------------------------------
CREATE TABLE event (
    id           INTEGER PRIMARY KEY,
    type         TEXT NOT NULL,
    conversation TEXT,
    turn         TEXT,
    data         TEXT NOT NULL CHECK (json_valid(data)),
    at           TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_conversation ON event (conversation, id);

CREATE TABLE repo (
    name       TEXT PRIMARY KEY,
    url        TEXT NOT NULL,
    host       TEXT,
    branch     TEXT,
    state      TEXT NOT NULL DEFAULT 'known' CHECK (state IN ('known', 'ready', 'failed', 'removed')),
    source     TEXT NOT NULL DEFAULT 'config' CHECK (source IN ('config', 'chat', 'command')),
    fetched_at TEXT,
    error      TEXT,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE plugin_state (
    id      TEXT PRIMARY KEY,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
) STRICT;

CREATE TABLE kv (
    scope TEXT NOT NULL,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT;
