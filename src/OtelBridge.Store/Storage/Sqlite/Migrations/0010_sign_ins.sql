-- Browsers in which somebody has signed in.
CREATE TABLE sign_ins (
    hash       TEXT    PRIMARY KEY,                 -- SHA-256 of what the browser has, which is nowhere else
    person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL                     -- later with every use, up to a limit
) WITHOUT ROWID;

CREATE INDEX sign_ins_of_person ON sign_ins (person_id, expires_ms);
