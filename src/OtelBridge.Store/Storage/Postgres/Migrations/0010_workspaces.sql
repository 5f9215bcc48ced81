-- A key is good for one workspace, and what people may is said for each.
ALTER TABLE api_keys ADD COLUMN workspace text COLLATE "C" NOT NULL DEFAULT 'default';

CREATE TABLE workspace_members (
    person_id  bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    workspace  text   COLLATE "C" NOT NULL,
    permission bigint NOT NULL,                     -- AccessLevel, on experiments that nothing else is said of
    PRIMARY KEY (person_id, workspace)
);

-- The experiments of other workspaces are in other stores: nothing here can refer to them.
ALTER TABLE experiment_grants ADD COLUMN workspace text COLLATE "C" NOT NULL DEFAULT 'default';
ALTER TABLE experiment_grants DROP CONSTRAINT experiment_grants_experiment_id_fkey;
ALTER TABLE experiment_grants DROP CONSTRAINT experiment_grants_pkey;
ALTER TABLE experiment_grants ADD PRIMARY KEY (person_id, workspace, experiment_id);
