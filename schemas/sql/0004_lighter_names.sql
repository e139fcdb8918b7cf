-- Less to write for each of a chain's millions of names.

-- TLDs have no parent, and every Handshake name is one. Those of the other namespaces are few, and found by their own
-- index.
DROP INDEX name_parent;
CREATE INDEX name_parent ON name (namespace, parent) WHERE parent IS NOT NULL;
CREATE INDEX name_tld ON name (namespace) WHERE parent IS NULL AND depth = 1 AND namespace <> 'hns';

-- A Handshake resource is one record of type `dns`, a line each, where it was a record a type and one that voids those
-- before: it replaces the one before as a whole.
CREATE TEMPORARY TABLE resource ON COMMIT DROP AS
  SELECT namespace, key, home, resolver,
         convert_to(string_agg(substr(type, 5) || ' ' || replace(convert_from(value, 'UTF8'), E'\n', E'\n' || substr(type, 5) || ' '),
                               E'\n' ORDER BY type) FILTER (WHERE value IS NOT NULL), 'UTF8') AS value,
         (array_agg(chain ORDER BY block DESC))[1] AS chain, max(block) AS block,
         (array_agg(tx ORDER BY block DESC))[1] AS tx, max(block_time) AS block_time
  FROM resolver_record WHERE namespace = 'hns' GROUP BY namespace, key, home, resolver;
DELETE FROM resolver_record WHERE namespace = 'hns';
INSERT INTO resolver_record (namespace, key, home, resolver, type, value, chain, block, tx, block_time)
  SELECT namespace, key, home, resolver, 'dns', value, chain, block, tx, block_time FROM resource;

-- In provisional blocks the voiding record stands first, then those of the resource: a block's last ones speak.
CREATE TEMPORARY TABLE provisional_resource ON COMMIT DROP AS
  SELECT r.source, r.block, min(r.position) AS position, r.namespace, r.key, r.home, r.resolver,
         convert_to(string_agg(substr(r.type, 5) || ' ' || replace(convert_from(r.value, 'UTF8'), E'\n', E'\n' || substr(r.type, 5) || ' '),
                               E'\n' ORDER BY r.position) FILTER (WHERE NOT r.clears AND r.value IS NOT NULL), 'UTF8') AS value,
         (array_agg(r.chain))[1] AS chain, (array_agg(r.tx ORDER BY r.position DESC))[1] AS tx, max(r.block_time) AS block_time
  FROM provisional_record r
  WHERE r.namespace = 'hns'
    AND NOT EXISTS (SELECT FROM provisional_record c WHERE c.source = r.source AND c.block = r.block AND c.key = r.key
                                                     AND c.clears AND c.position > r.position)
  GROUP BY r.source, r.block, r.namespace, r.key, r.home, r.resolver;
DELETE FROM provisional_record WHERE namespace = 'hns';
INSERT INTO provisional_record (source, block, position, namespace, key, home, resolver, type, value, chain, tx, block_time)
  SELECT source, block, position, namespace, key, home, resolver, 'dns', value, chain, tx, block_time FROM provisional_resource;
