-- How much each key may ask for, and what was stored today.
ALTER TABLE api_keys ADD COLUMN quota text;         -- as Quota is written; null for what the server gives

CREATE TABLE quota_use (
    day     bigint NOT NULL,                        -- of UTC, counted from 1970; those before yesterday are deleted
    subject text   COLLATE "C" NOT NULL,
    spans   bigint NOT NULL,
    bytes   bigint NOT NULL,
    PRIMARY KEY (day, subject)
);
