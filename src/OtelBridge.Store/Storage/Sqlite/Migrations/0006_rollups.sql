-- Sums of traces and spans, made when nothing arrives, so that nobody who looks at them has to wait: by experiment and stretch of time (bucket; level 0
-- five minutes, 1 an hour, 2 a day of UTC), and by a value that they have in common (RollupDimension).
CREATE TABLE rollups (
    experiment_id INTEGER NOT NULL,
    dimension     INTEGER NOT NULL,
    level         INTEGER NOT NULL,
    bucket        INTEGER NOT NULL,                 -- start_ns divided by the width of the level
    sums          BLOB    NOT NULL,
    PRIMARY KEY (experiment_id, dimension, level, bucket)
) WITHOUT ROWID;

-- What is not right, or not made yet: every write notes the bucket of level 0 that it touches. Where neither this nor a sum is, there are no traces.
CREATE TABLE rollup_marks (
    level         INTEGER NOT NULL,
    experiment_id INTEGER NOT NULL,
    bucket        INTEGER NOT NULL,
    mark          INTEGER NOT NULL DEFAULT 0,       -- below zero: of somebody who makes the sums just now
    PRIMARY KEY (level, experiment_id, bucket, mark)
) WITHOUT ROWID;

INSERT INTO rollup_marks (level, experiment_id, bucket) SELECT DISTINCT 0, experiment_id, start_ns / 300000000000 FROM traces;

-- Sums read everything they need from the index.
DROP INDEX traces_of_experiment;
CREATE INDEX traces_of_experiment ON traces (
    experiment_id, start_ns, trace_key, state, end_ns, input_tokens, output_tokens, total_tokens, name, input_cost, output_cost, total_cost, unpriced_spans);
