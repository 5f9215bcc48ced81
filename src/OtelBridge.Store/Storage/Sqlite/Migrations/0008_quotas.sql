-- How much each key may ask for, and what was stored today.
ALTER TABLE api_keys ADD COLUMN quota TEXT;         -- as Quota is written; null for what the server gives

CREATE TABLE quota_use (
    day     INTEGER NOT NULL,                       -- of UTC, counted from 1970; those before yesterday are deleted
    subject TEXT    NOT NULL,
    spans   INTEGER NOT NULL,
    bytes   INTEGER NOT NULL,
    PRIMARY KEY (day, subject)
) WITHOUT ROWID;
