-- What following a chain up to its head needs: names that may be taken back, records, the health of endpoints,
-- answers that contradict each other.

-- A namespace spread over several registries (Unstoppable Domains: one a chain) has a row a registry, its home.
-- Where there is but one, `home` is empty.
ALTER TABLE name
  ADD COLUMN home         text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN fuses        bigint,                 -- ENS NameWrapper
  ADD COLUMN auction_ends bigint,                 -- Handshake: heights at which time alone changes the status
  ADD COLUMN lapses_at    bigint,
  ADD COLUMN label_hash   bytea,                  -- keccak256 of a label nobody has spelled, or that spells others
  ADD COLUMN resolver     text,                   -- ENS; empty: none
  ADD COLUMN manager      text,                   -- ENS registry's owner: the holder where `holder` is unknown or empty
  ADD COLUMN state        bytea,                  -- read by the namespace's own collector alone
  DROP CONSTRAINT name_pkey,
  ADD CONSTRAINT name_pkey PRIMARY KEY (namespace, key, home);

DROP INDEX name_unspelled;
CREATE INDEX name_unspelled ON name (namespace, key) WHERE label IS NULL;
-- A dictionary finds the names it heals, and a label spelled once heals its namesakes. Right under a TLD a label
-- keeps no hash once it is spelled: those many are found by their key.
CREATE INDEX name_label_hash ON name (label_hash) WHERE label_hash IS NOT NULL;
-- Names of several homes are counted by key; those of one home pay nothing for it.
CREATE INDEX name_of_home ON name (namespace, parent) WHERE home <> '';
-- Names that wait for their parent's full name.
CREATE INDEX name_unplaced ON name (namespace, parent) WHERE depth IS NULL AND parent IS NOT NULL;

-- Names that provisional blocks touch, as final blocks alone leave them. `absent`: not there at all.
CREATE TABLE name_base (
  LIKE name INCLUDING DEFAULTS,
  absent boolean NOT NULL DEFAULT false,
  PRIMARY KEY (namespace, key, home)
);
ALTER TABLE name_base ALTER COLUMN status DROP NOT NULL, ALTER COLUMN origin DROP NOT NULL;

-- What each provisional block says of its names, in the columns of the staging table.
CREATE TABLE provisional_patch (
  source text COLLATE "C" NOT NULL,
  block  bigint NOT NULL,
  LIKE name INCLUDING DEFAULTS,
  PRIMARY KEY (source, block, namespace, key, home)
);
ALTER TABLE provisional_patch ALTER COLUMN status DROP NOT NULL;
CREATE INDEX provisional_patch_of_name ON provisional_patch (namespace, key, home);

-- The provisional blocks themselves, without a gap: what a reorganisation is found by.
CREATE TABLE provisional_block (
  source     text COLLATE "C" NOT NULL,
  block      bigint NOT NULL,
  hash       text NOT NULL,
  block_time timestamptz NOT NULL,
  PRIMARY KEY (source, block)
);

ALTER TABLE source
  ADD COLUMN final_to    bigint,                  -- blocks of the last range up to here are never taken back
  ADD COLUMN fetched     bigint,                  -- how far ahead of the writer it has read
  ADD COLUMN head        bigint,                  -- the chain's last block, as last seen
  ADD COLUMN head_hash   text,
  ADD COLUMN head_time   timestamptz,
  ADD COLUMN reported_at timestamptz,
  ADD COLUMN alarm       text NOT NULL DEFAULT '', -- read without trouble, yet silent, behind or empty
  ADD COLUMN events      bigint NOT NULL DEFAULT 0,
  ADD COLUMN first_event_at       timestamptz,
  ADD COLUMN last_event_at        timestamptz,
  ADD COLUMN last_registration_at timestamptz;

CREATE TABLE source_endpoint (
  source       text COLLATE "C" NOT NULL,
  endpoint     text COLLATE "C" NOT NULL,         -- what may be shown of its URL
  healthy      boolean NOT NULL,
  trouble      text NOT NULL DEFAULT '',
  requests     bigint NOT NULL DEFAULT 0,
  failures     bigint NOT NULL DEFAULT 0,
  block_window bigint NOT NULL DEFAULT 0,         -- blocks it takes at a time; 0 where it has no windows
  head         bigint,
  reported_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, endpoint)
);

-- Two answers of which at most one is true. `digest` covers both, so that asking again adds nothing.
CREATE TABLE discrepancy (
  source       text COLLATE "C" NOT NULL,
  digest       bytea NOT NULL,
  block_from   bigint NOT NULL,
  block_to     bigint NOT NULL,
  kind         text NOT NULL,
  reason       text NOT NULL,
  endpoint     text NOT NULL,
  answer       bytea NOT NULL,
  other        text NOT NULL,
  other_answer bytea NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, digest)
);

-- Records by resolver; which resolver speaks for a name is name.resolver. Final blocks only.
CREATE TABLE resolver_record (
  namespace  text COLLATE "C" NOT NULL,
  key        bytea NOT NULL,
  home       text COLLATE "C" NOT NULL DEFAULT '',
  resolver   text COLLATE "C" NOT NULL DEFAULT '',
  type       text COLLATE "C" NOT NULL,
  value      bytea,                               -- NULL: deleted, kept so that an older event cannot bring it back
  chain      text,
  block      bigint,
  tx         text,
  block_time timestamptz,
  PRIMARY KEY (namespace, key, home, resolver, type)
);

-- Records of provisional blocks, until these are final.
CREATE TABLE provisional_record (
  source     text COLLATE "C" NOT NULL,
  block      bigint NOT NULL,
  position   integer NOT NULL,                    -- order within the block
  namespace  text COLLATE "C" NOT NULL,
  key        bytea NOT NULL,
  home       text COLLATE "C" NOT NULL DEFAULT '',
  resolver   text NOT NULL DEFAULT '',
  type       text NOT NULL,
  value      bytea,
  clears     boolean NOT NULL DEFAULT false,
  chain      text,
  tx         text,
  block_time timestamptz,
  PRIMARY KEY (source, block, position)
);

-- Where it was found, so that a reorganisation takes it back too.
ALTER TABLE malformed ADD COLUMN block bigint;

ALTER TABLE change
  ADD COLUMN home     text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN is_final boolean NOT NULL DEFAULT true;

-- Names that were taken back, as they were, by the change that tells of it.
CREATE TABLE name_retracted (
  sequence bigint PRIMARY KEY,
  LIKE name INCLUDING DEFAULTS
);

-- What a message tells of, so that a retraction can name the message it takes back.
ALTER TABLE outbox
  ADD COLUMN subject       text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN is_retraction boolean NOT NULL DEFAULT false;
CREATE INDEX outbox_subject ON outbox (subject) WHERE subject <> '';
