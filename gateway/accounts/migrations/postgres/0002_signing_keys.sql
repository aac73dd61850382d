-- The public halves of the signing keys; the private ones are in files. Rows stay when a key has ended, so that its
-- file, should it come back, is not taken for a new key.
CREATE TABLE accounts_signing_keys (
    -- RFC 7638 thumbprint.
    kid text PRIMARY KEY,
    -- The public key as in a JWK.
    x text NOT NULL,
    signs_from_ms bigint NOT NULL
);

-- One row, locked by whoever changes the signing keys.
CREATE TABLE accounts_key_ring (
    id bigint PRIMARY KEY CHECK (id = 1),
    changed_ms bigint NOT NULL
);
INSERT INTO accounts_key_ring (id, changed_ms) VALUES (1, 0);
