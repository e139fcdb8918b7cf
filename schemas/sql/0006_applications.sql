-- A round has several applications for one string, each with standings of its own.
ALTER TABLE sighting ADD COLUMN application text COLLATE "C" NOT NULL DEFAULT '';  -- empty: of the string itself
ALTER TABLE standing ADD COLUMN application text COLLATE "C" NOT NULL DEFAULT '';

-- ICANN's dates of a round, as imported. A list replaces what an earlier one said of its round.
CREATE TABLE deadline (
  round         text COLLATE "C" NOT NULL,
  milestone     text NOT NULL,
  at            timestamptz NOT NULL,
  ldh           text COLLATE "C",                -- of one string only; null: of the whole round
  source_url    text NOT NULL DEFAULT '',
  as_of         timestamptz NOT NULL,            -- date of the list
  recorded_from timestamptz NOT NULL DEFAULT now(),
  recorded_to   timestamptz
);
CREATE INDEX deadline_at ON deadline (at) WHERE recorded_to IS NULL;

-- How often labels are asked for as TLDs (ICANN DNS Magnitude), by reading. What the source does not tell is null.
CREATE TABLE leakage (
  observation    bigint NOT NULL,                -- observation.id
  label          bytea NOT NULL,
  rank           bigint,
  magnitude      double precision,               -- 0 to 10
  unique_clients bigint,
  query_volume   bigint,
  delegated      boolean,
  PRIMARY KEY (label, observation)
);
