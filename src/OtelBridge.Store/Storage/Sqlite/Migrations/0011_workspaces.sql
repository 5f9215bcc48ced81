-- A key is good for one workspace, and what people may is said for each.
ALTER TABLE api_keys ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';

CREATE TABLE workspace_members (
    person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    workspace  TEXT    NOT NULL,
    permission INTEGER NOT NULL,                    -- AccessLevel, on experiments that nothing else is said of
    PRIMARY KEY (person_id, workspace)
) WITHOUT ROWID;

-- The experiments of other workspaces are in other stores: nothing here can refer to them.
CREATE TABLE grants_with_workspace (
    person_id     INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    workspace     TEXT    NOT NULL,
    experiment_id INTEGER NOT NULL,
    permission    INTEGER NOT NULL,                 -- AccessLevel
    PRIMARY KEY (person_id, workspace, experiment_id)
) WITHOUT ROWID;

INSERT INTO grants_with_workspace SELECT person_id, 'default', experiment_id, permission FROM experiment_grants;
DROP TABLE experiment_grants;
ALTER TABLE grants_with_workspace RENAME TO experiment_grants;
