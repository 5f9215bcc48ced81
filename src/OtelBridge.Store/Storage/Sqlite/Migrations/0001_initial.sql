-- Experiments, traces, spans and their payload.

CREATE TABLE experiments (
    experiment_id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name                TEXT    NOT NULL UNIQUE,
    lifecycle_stage     INTEGER NOT NULL,           -- LifecycleStage of tracking.proto
    creation_time_ms    INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL
);

CREATE TABLE experiment_tags (
    experiment_id INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
    key           TEXT    NOT NULL,
    value         TEXT    NOT NULL,
    PRIMARY KEY (experiment_id, key)
) WITHOUT ROWID;

INSERT INTO experiments (experiment_id, name, lifecycle_stage, creation_time_ms, last_update_time_ms)
VALUES (0, 'Default', 1, CAST(strftime('%s', 'now') AS INTEGER) * 1000, CAST(strftime('%s', 'now') AS INTEGER) * 1000);

-- One row a trace, every column but the first three computed from its spans. Keys ascend in the order of first arrival.
CREATE TABLE traces (
    trace_key         INTEGER PRIMARY KEY,
    trace_id          TEXT    NOT NULL UNIQUE,
    experiment_id     INTEGER NOT NULL REFERENCES experiments,
    state             INTEGER NOT NULL,             -- TraceState of tracking.proto
    start_ns          INTEGER NOT NULL,
    end_ns            INTEGER,                      -- null while no span has ended
    span_count        INTEGER NOT NULL,
    root_span_id      INTEGER,                      -- the span that speaks for the trace; null while it is not known
    name              TEXT,
    request_preview   TEXT,
    response_preview  TEXT,
    client_request_id TEXT,
    input_tokens      INTEGER,
    output_tokens     INTEGER,
    total_tokens      INTEGER
);

CREATE INDEX traces_of_experiment ON traces (experiment_id, start_ns, trace_key);
CREATE INDEX traces_by_start ON traces (start_ns, trace_key);

CREATE TABLE trace_tags (
    trace_key INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
    key       TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    PRIMARY KEY (trace_key, key)
) WITHOUT ROWID;

CREATE TABLE trace_metadata (
    trace_key INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
    key       TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    PRIMARY KEY (trace_key, key)
) WITHOUT ROWID;

-- Spans as they were received: messages opentelemetry.proto.trace.v1.TracesData, one a trace, each after its length; those of one request are
-- compressed together up to some size. A block never changes.
CREATE TABLE blocks (
    block_id INTEGER PRIMARY KEY,
    codec    INTEGER NOT NULL,                      -- PayloadCodecId
    size     INTEGER NOT NULL,                      -- bytes when decompressed
    payload  BLOB    NOT NULL
);

-- How many spans of a block are in use; at none the block goes. Apart from the blocks, so that counting does not rewrite them.
CREATE TABLE block_uses (
    block_id INTEGER PRIMARY KEY,
    spans    INTEGER NOT NULL
);

-- Search columns beside the payload. Clustered by trace: rows of new traces are appended, and a trace is one range. No foreign keys: the writer
-- stores trace, block and span in one transaction, and the checks took a quarter of its time.
CREATE TABLE spans (
    trace_key     INTEGER NOT NULL,
    span_id       INTEGER NOT NULL,                 -- its eight bytes as a big-endian number
    parent_id     INTEGER,                          -- null for a root
    block_id      INTEGER NOT NULL,
    part          INTEGER NOT NULL,                 -- where the trace's message begins in the decompressed block
    ordinal       INTEGER NOT NULL,                 -- position of the span in that message
    status        INTEGER NOT NULL,                 -- StatusCode of OTLP
    start_ns      INTEGER NOT NULL,
    end_ns        INTEGER,                          -- null while the span has not ended
    name          TEXT    NOT NULL,
    type          TEXT,
    input_tokens  INTEGER,
    output_tokens INTEGER,
    total_tokens  INTEGER,
    PRIMARY KEY (trace_key, span_id)
) WITHOUT ROWID;
