-- Who somebody is. A guest has an end and no password, an account has a password and no end.
CREATE TABLE accounts_players (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    -- What is unique about the name: case and look-alikes are folded.
    name_key text NOT NULL UNIQUE,
    password_hash text,
    role text NOT NULL CHECK (role IN ('player', 'operator')),
    created_ms bigint NOT NULL,
    expires_ms bigint,
    CHECK ((password_hash IS NULL) = (expires_ms IS NOT NULL))
);
CREATE INDEX accounts_players_by_end ON accounts_players (expires_ms) WHERE expires_ms IS NOT NULL;

-- One sign-in and all its refreshes.
CREATE TABLE accounts_logins (
    id uuid PRIMARY KEY,
    player_id uuid NOT NULL REFERENCES accounts_players (id) ON DELETE CASCADE,
    -- Counts the refreshes; tokens that are not retired are of this generation.
    generation bigint NOT NULL,
    created_ms bigint NOT NULL,
    used_ms bigint NOT NULL,
    -- Slides with each refresh, never beyond ends_ms.
    expires_ms bigint NOT NULL,
    ends_ms bigint NOT NULL,
    revoked_ms bigint,
    address text NOT NULL,
    -- What the address is counted under.
    address_key text NOT NULL,
    user_agent text NOT NULL
);
CREATE INDEX accounts_logins_by_player ON accounts_logins (player_id, used_ms);
CREATE INDEX accounts_logins_by_end ON accounts_logins (expires_ms);
CREATE INDEX accounts_logins_by_revocation ON accounts_logins (revoked_ms) WHERE revoked_ms IS NOT NULL;

-- SHA-256 of the tokens. A retired one is kept until it would have expired, to recognise that it is used again.
CREATE TABLE accounts_refresh_tokens (
    hash bytea PRIMARY KEY,
    login_id uuid NOT NULL REFERENCES accounts_logins (id) ON DELETE CASCADE,
    generation bigint NOT NULL,
    expires_ms bigint NOT NULL,
    retired_ms bigint
);
CREATE INDEX accounts_refresh_tokens_by_login ON accounts_refresh_tokens (login_id, generation);
CREATE INDEX accounts_refresh_tokens_by_end ON accounts_refresh_tokens (expires_ms);
