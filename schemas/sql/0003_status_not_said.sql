-- A status of which nothing was said is NULL; `unknown` is what an event says of a name that lives on another chain.
ALTER TABLE name ALTER COLUMN status DROP NOT NULL;
ALTER TABLE name_retracted ALTER COLUMN status DROP NOT NULL;
UPDATE name SET status = NULL WHERE status = 'unknown';
UPDATE name_base SET status = NULL WHERE status = 'unknown';
UPDATE provisional_patch SET status = NULL WHERE status = 'unknown';
