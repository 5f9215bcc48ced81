-- Who people are for a provider of OpenID Connect: its subject stays the same when names and addresses change.
CREATE TABLE identities (
    issuer    text   COLLATE "C" NOT NULL,
    subject   text   COLLATE "C" NOT NULL,
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX identities_of_person ON identities (person_id);
