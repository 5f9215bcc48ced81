-- Who may use the store.
CREATE TABLE people (
    person_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL UNIQUE,
    password   TEXT    NOT NULL,                    -- its hash; empty for who comes through a trusted proxy alone
    is_admin   INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
);

CREATE TABLE experiment_grants (
    person_id     INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    experiment_id INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
    permission    INTEGER NOT NULL,                 -- Permission
    PRIMARY KEY (person_id, experiment_id)
) WITHOUT ROWID;

CREATE TABLE api_keys (
    key_id       TEXT    PRIMARY KEY,
    name         TEXT    NOT NULL,
    hash         TEXT    NOT NULL,                  -- SHA-256 of the secret, which is nowhere
    scopes       INTEGER NOT NULL,                  -- AccessScopes
    experiments  TEXT,                              -- ids, parted by blanks; null for all
    created_by   TEXT    NOT NULL,
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER,
    revoked_ms   INTEGER,
    last_used_ms INTEGER
) WITHOUT ROWID;
