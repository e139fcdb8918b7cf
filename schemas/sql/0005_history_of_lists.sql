-- The history of lists: every reading is kept by what it said, so that readings of any day can come in any order and
-- give the same timeline.

ALTER TABLE observation ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;
ALTER TABLE observation ADD COLUMN verification text;                        -- of lists that can prove themselves
ALTER TABLE observation ADD COLUMN verification_reason text NOT NULL DEFAULT '';
ALTER TABLE observation ADD COLUMN accepted boolean NOT NULL DEFAULT false;  -- a person said that it is whole
ALTER TABLE observation ADD COLUMN withdrawn text;                           -- why it is believed no more

-- What a list says of one string, and the readings between which all of its source say so: a row a string and change,
-- not a row a string and reading.
CREATE TABLE sighting (
  source   text COLLATE "C" NOT NULL,
  ldh      text COLLATE "C" NOT NULL,
  standing text NOT NULL,
  since    timestamptz,
  until    timestamptz,
  detail   jsonb NOT NULL DEFAULT '{}',
  first    bigint NOT NULL,                      -- observation.id
  last     bigint NOT NULL
);
CREATE INDEX sighting_of_source ON sighting (source, ldh);

-- Ends that no source dates lie between two readings.
ALTER TABLE standing ADD COLUMN since_after timestamptz;   -- the last reading without it
ALTER TABLE standing ADD COLUMN until_after timestamptz;   -- the last reading with it
ALTER TABLE standing ADD COLUMN first_seen timestamptz;    -- the first reading with it
ALTER TABLE standing ADD COLUMN first_reading text NOT NULL DEFAULT '';
ALTER TABLE standing ADD COLUMN ended_reading text NOT NULL DEFAULT '';
CREATE INDEX standing_as_known ON standing (ldh, recorded_from) WHERE recorded_to IS NOT NULL;

-- Readings from before kept nothing of what each said. What was made of them all stands as said by the last one.
UPDATE observation o SET withdrawn = 'read by a version that did not keep what each reading said'
  WHERE EXISTS (SELECT FROM observation later
                WHERE later.source = o.source AND (later.as_of, later.recorded_at, later.id) > (o.as_of, o.recorded_at, o.id));
INSERT INTO sighting (source, ldh, standing, since, until, detail, first, last)
  SELECT DISTINCT ON (s.source, s.ldh, s.standing)
         s.source, s.ldh, s.standing, s.since, s.until, s.detail, o.id, o.id
  FROM standing s JOIN observation o ON o.source = s.source AND o.withdrawn IS NULL
  WHERE s.recorded_to IS NULL ORDER BY s.source, s.ldh, s.standing, s.id DESC;
UPDATE standing s SET first_seen = o.as_of, first_reading = o.position
  FROM observation o WHERE s.recorded_to IS NULL AND o.source = s.source AND o.withdrawn IS NULL;
