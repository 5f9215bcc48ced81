-- What one server at a time does for all of them, and until when: whoever has it says so again before that, and the others take it over when it has not.
CREATE TABLE duties (
    name   text   COLLATE "C" PRIMARY KEY,
    holder bigint NOT NULL,                         -- a number that each server draws when it starts
    until  timestamptz NOT NULL                     -- by the clock of the database
);
