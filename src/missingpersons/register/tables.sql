-- The register. Messages and the audit log are append-only; everything else follows from them.
-- Keys that were given by hand count until the first list of keys has come; then the newest list counts.
CREATE TABLE trusted_key (
    kid TEXT PRIMARY KEY,
    force TEXT NOT NULL,
    jwk TEXT NOT NULL
) STRICT;

CREATE TABLE trust_list (
    digest TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- Every message whose sender was proven, whether it counts or not. body is as it came; of one that was erased, none.
CREATE TABLE message (
    sequence INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    message_id TEXT,
    force TEXT,
    kind TEXT,
    episode_id TEXT,
    received_at TEXT NOT NULL,
    source TEXT NOT NULL,
    body BLOB
) STRICT;

-- What proves a message: a key, or a key and the batch that it signed. The same content may be proven more than once.
CREATE TABLE proof (
    digest TEXT NOT NULL REFERENCES message (digest),
    kid TEXT NOT NULL,
    batch TEXT NOT NULL,
    time TEXT,
    PRIMARY KEY (digest, kid, batch)
) STRICT, WITHOUT ROWID;

-- A message as it came with a further proof. Should what message.body is proven by not count any more, this is sent.
CREATE TABLE copy (
    digest TEXT NOT NULL REFERENCES message (digest),
    kid TEXT NOT NULL,
    batch TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (digest, kid, batch)
) STRICT, WITHOUT ROWID;

-- What a sender or an owner had erased. Only such a message loses its body, and only here is that said.
CREATE TABLE erasure (
    digest TEXT PRIMARY KEY REFERENCES message (digest),
    erased_at TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operation TEXT NOT NULL,
    reason TEXT,
    reference TEXT,
    actor TEXT,
    outcome TEXT,
    asked TEXT NOT NULL,
    episodes TEXT NOT NULL,
    codes TEXT NOT NULL,
    message TEXT,
    regime TEXT,
    recipients TEXT NOT NULL,
    audiences TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- To whom a message was sent already.
CREATE INDEX audit_disclosed ON audit (message) WHERE operation = 'disclosure';

CREATE TRIGGER message_is_never_changed BEFORE UPDATE ON message
WHEN NOT (
    EXISTS (SELECT 1 FROM erasure WHERE digest = OLD.digest)
    AND (NEW.body IS NULL OR OLD.body IS NULL)
    AND NEW.sequence IS OLD.sequence AND NEW.digest IS OLD.digest AND NEW.message_id IS OLD.message_id
    AND NEW.force IS OLD.force AND NEW.kind IS OLD.kind AND NEW.episode_id IS OLD.episode_id
    AND NEW.received_at IS OLD.received_at AND NEW.source IS OLD.source
)
BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER message_is_never_deleted BEFORE DELETE ON message
BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER copy_is_never_changed BEFORE UPDATE ON copy
BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER copy_is_never_deleted BEFORE DELETE ON copy
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE digest = OLD.digest)
BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- From here on: derived from the messages.
-- What the fold has to know of each message, and the episode that it publishes. counts is 0 where its key does not count.
CREATE TABLE fact (
    digest TEXT PRIMARY KEY REFERENCES message (digest),
    episode_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    names TEXT,
    counts INTEGER NOT NULL,
    told TEXT NOT NULL,
    body TEXT,
    document BLOB
) STRICT;
CREATE INDEX fact_of_episode ON fact (episode_id);
CREATE INDEX fact_names ON fact (names, kind);

CREATE TABLE held (
    digest TEXT PRIMARY KEY REFERENCES message (digest),
    code TEXT NOT NULL,
    waits_for TEXT
) STRICT;

-- The versions that stand: one for most episodes, more where forces or forks disagree. place 0 is listed first.
-- missing_now and unsettled are the episode's: missing if by any claim; unsettled if there is a doubt about any.
CREATE TABLE claim (
    claim TEXT PRIMARY KEY REFERENCES fact (digest),
    episode_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    doubts TEXT NOT NULL,
    unsettled INTEGER NOT NULL,
    missing_now INTEGER NOT NULL,
    tenure INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL,
    owner_force TEXT NOT NULL,
    person_reference TEXT,
    sex TEXT,
    gender TEXT,
    ethnicity TEXT,
    born_from INTEGER,
    born_to INTEGER,
    stated_from INTEGER,
    stated_to INTEGER,
    height_min INTEGER,
    height_max INTEGER,
    build TEXT,
    hair_colour TEXT,
    missing_since REAL,
    place_words TEXT NOT NULL,
    reporting_year TEXT,
    age_group TEXT NOT NULL,
    scheme TEXT,
    level TEXT
) STRICT;
-- The days of birth are ordinals, kept in the index so that a block is found without reading the rows.
CREATE INDEX claim_missing_now ON claim (missing_now, born_from, born_to, stated_from, stated_to, place);
CREATE INDEX claim_born ON claim (born_from);
CREATE UNIQUE INDEX claim_of_episode ON claim (episode_id, place);

-- Each episode once, as it is counted.
CREATE VIEW episode AS SELECT * FROM claim WHERE place = 0;

CREATE TABLE name (
    claim TEXT NOT NULL REFERENCES claim (claim) ON DELETE CASCADE,
    given TEXT NOT NULL,
    family TEXT NOT NULL
) STRICT;
CREATE INDEX name_of_claim ON name (claim);

-- Every key by which somebody is found whatever else is known: names as spelt and as heard, telephones, numbers.
CREATE TABLE search_key (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    claim TEXT NOT NULL REFERENCES claim (claim) ON DELETE CASCADE,
    PRIMARY KEY (kind, value, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_key_of_claim ON search_key (claim);

CREATE TABLE garment (
    claim TEXT NOT NULL REFERENCES claim (claim) ON DELETE CASCADE,
    concept TEXT NOT NULL,
    shades TEXT NOT NULL
) STRICT;
CREATE INDEX garment_of_claim ON garment (claim);

CREATE TABLE mark (
    claim TEXT NOT NULL REFERENCES claim (claim) ON DELETE CASCADE,
    features TEXT NOT NULL
) STRICT;
CREATE INDEX mark_of_claim ON mark (claim);

CREATE TABLE seen (
    claim TEXT NOT NULL REFERENCES claim (claim) ON DELETE CASCADE,
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    at REAL
) STRICT;
CREATE INDEX seen_of_claim ON seen (claim);
