-- The foundation: sources and how far they were read, names, strings with their standing, collisions,
-- changes, rules and the outbox. Conventions that hold for every table:
--   * words of closed lists (status, class, origin …) are stored as core/vocabulary.hpp spells them;
--   * octets from outside are bytea, never text: labels hold NUL and invalid UTF-8;
--   * text that is compared or sorted is COLLATE "C": octet order, the same on every server;
--   * no index holds a value of unbounded size, because B-tree entries end at 2,704 octets;
--   * no foreign keys: tables can be hash-partitioned by key and loaded in any order. The unit of work is
--     what keeps them consistent.

-- A source of names or strings, and how it fares.
CREATE TABLE source (
  source      text COLLATE "C" PRIMARY KEY,
  kind        text NOT NULL DEFAULT '',
  namespace   text COLLATE "C" NOT NULL DEFAULT '',
  trouble     text NOT NULL DEFAULT '',          -- why it is not healthy; empty when it is
  names_added bigint NOT NULL DEFAULT 0,         -- counted as they come: counting millions is no answer in milliseconds
  checked_at  timestamptz
);

-- Ranges of blocks read without a gap. A back-fill and the head may both be under way, so several a source;
-- ranges that touch are made one when either moves.
CREATE TABLE source_position (
  source        text COLLATE "C" NOT NULL,
  range_from    bigint NOT NULL,
  fetched       bigint NOT NULL,
  verified      bigint NOT NULL,
  verified_hash text NOT NULL,
  final         boolean NOT NULL,
  as_of         timestamptz NOT NULL,            -- time of block `verified`
  PRIMARY KEY (source, range_from)
);

-- One reading of a list of strings, or of a file.
CREATE TABLE observation (
  source      text COLLATE "C" NOT NULL,
  as_of       timestamptz NOT NULL,
  position    text NOT NULL,                     -- SOA serial or the list's own version
  digest      text COLLATE "C" NOT NULL,         -- SHA-256 of the octets read
  entries     bigint NOT NULL,
  origin      text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, as_of, digest)            -- reading the same thing again adds nothing
);

-- What could not be decoded, as found. `digest` covers location, reason and octets, so that a replay adds nothing.
CREATE TABLE malformed (
  source      text COLLATE "C" NOT NULL,
  digest      bytea NOT NULL,
  location    text NOT NULL,
  reason      text NOT NULL,
  raw         bytea NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, digest)
);

-- Names of the alternative namespaces. NULL is "not known", nowhere "empty".
CREATE TABLE name (
  canonical_hash bigint,                         -- of the canonical label; not unique, the label decides
  registered_at  timestamptz,
  expires_at     timestamptz,
  first_block    bigint,
  first_time     timestamptz,
  last_block     bigint,
  last_time      timestamptz,
  as_of          timestamptz,                    -- when last confirmed
  depth          smallint,                       -- labels in the name; 1 is a TLD
  resolves       boolean,
  claimed        boolean,
  namespace      text COLLATE "C" NOT NULL,
  key            bytea NOT NULL,                 -- namehash or name hash, 32 octets
  parent         bytea,                          -- key of the parent; NULL for a TLD
  status         text NOT NULL,
  origin         text NOT NULL,
  label          bytea,                          -- octets as found; may be 12 kB, so it is never indexed
  suffix         bytea,                          -- octets of the parent's full name
  holder         text,
  first_chain    text,
  first_tx       text,
  last_chain     text,
  last_tx        text,
  PRIMARY KEY (namespace, key)
);
-- Matching looks at TLDs and names directly under one; deeper names would only swell the index.
CREATE INDEX name_canonical ON name (canonical_hash) WHERE depth <= 2;
CREATE INDEX name_parent ON name (namespace, parent);
-- Lets coverage count the names nobody has spelled yet without reading the others.
CREATE INDEX name_unspelled ON name (namespace) WHERE label IS NULL;

-- What a source says a string is. `since`/`until`: when it was so; `recorded_*`: when we knew.
CREATE TABLE standing (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ldh           text COLLATE "C" NOT NULL,
  standing      text NOT NULL,
  source        text COLLATE "C" NOT NULL,
  since         timestamptz,
  until         timestamptz,
  detail        jsonb NOT NULL DEFAULT '{}',
  recorded_from timestamptz NOT NULL DEFAULT now(),
  recorded_to   timestamptz
);
CREATE INDEX standing_of_string ON standing (ldh) WHERE recorded_to IS NULL;
CREATE INDEX standing_of_source ON standing (source) WHERE recorded_to IS NULL;

-- Findings, one row a version; the current version has no `recorded_to`.
CREATE TABLE collision (
  version          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id               text COLLATE "C" NOT NULL,    -- 32 hex digits, stable over versions
  namespace        text COLLATE "C" NOT NULL,
  key              bytea NOT NULL,
  name             text NOT NULL,                -- fit to be shown
  name_raw         bytea NOT NULL,
  against_ns       text COLLATE "C" NOT NULL,
  against_ldh      text COLLATE "C" NOT NULL,
  against_standing text,
  class            text NOT NULL,
  level            text NOT NULL,
  kind             text NOT NULL,
  state            text NOT NULL,
  severity         text NOT NULL,
  basis            text[] NOT NULL,
  reason           text NOT NULL,
  consequence      text,
  status           text NOT NULL,
  resolves         boolean,
  verified_live    boolean NOT NULL,
  as_of            timestamptz,
  valid_from       timestamptz,
  valid_to         timestamptz,
  reevaluate_at    timestamptz,                  -- time alone changes the verdict then
  chain            text,
  block            bigint,
  tx               text,
  block_time       timestamptz,
  recorded_from    timestamptz NOT NULL DEFAULT now(),
  recorded_to      timestamptz
);
CREATE UNIQUE INDEX collision_current ON collision (id) WHERE recorded_to IS NULL;
CREATE INDEX collision_of_name ON collision (namespace, key) WHERE recorded_to IS NULL;
-- The other TLD of a cross-alt finding may be any label, hence the cut: an LDH label has at most 63 characters.
CREATE INDEX collision_against ON collision (left(against_ldh, 64)) WHERE recorded_to IS NULL;
CREATE INDEX collision_ripe ON collision (reevaluate_at) WHERE recorded_to IS NULL AND reevaluate_at IS NOT NULL;

-- Everything that became known, in order. Narrow, because a first import adds one row a name.
CREATE TABLE change (
  sequence    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  collision   bigint,                            -- version of the finding
  standing    bigint,
  kind        smallint NOT NULL,                 -- numbers in db/change_rows.cpp; never reused
  namespace   text COLLATE "C",
  key         bytea,
  source      text COLLATE "C",
  detail      text
);

CREATE TABLE alert_rule (
  name       text COLLATE "C" PRIMARY KEY,
  rule       json NOT NULL,                      -- json, not jsonb: kept as it was applied
  applied_at timestamptz NOT NULL DEFAULT now()
);

-- Messages to be delivered at least once, written in the transaction of what they tell of.
CREATE TABLE outbox (
  id           text COLLATE "C" PRIMARY KEY,
  rule         text NOT NULL,
  target       text NOT NULL,
  body         text NOT NULL,
  attempts     integer NOT NULL DEFAULT 0,
  due          timestamptz NOT NULL,
  enqueued_at  timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  last_error   text
);
CREATE INDEX outbox_due ON outbox (due, id) WHERE delivered_at IS NULL;

-- Each attempt, for the operator who asks why.
CREATE TABLE delivery (
  outbox_id    text COLLATE "C" NOT NULL,
  attempted_at timestamptz NOT NULL DEFAULT now(),
  ok           boolean NOT NULL,
  detail       text NOT NULL DEFAULT ''
);
CREATE INDEX delivery_failed ON delivery (outbox_id) WHERE NOT ok;
