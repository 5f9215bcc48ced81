-- Everything that is said of a trace besides its spans: records, links, assessments, runs; and what search finds traces by.

-- Rebuilt: keys are never used twice, so that what an index still says of a deleted trace is not said of another one.
CREATE TABLE new_traces (
    trace_key         INTEGER PRIMARY KEY AUTOINCREMENT,
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
    total_tokens      INTEGER,
    fixed             INTEGER NOT NULL DEFAULT 0,   -- RecordFields: which columns a trace record has said; spans do not change those
    expected_spans    INTEGER,                      -- how many spans the client says there are
    text_stale        INTEGER NOT NULL DEFAULT 0    -- 1: the text index may name words of spans that were replaced
);

INSERT INTO new_traces (trace_key, trace_id, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview,
                        response_preview, client_request_id, input_tokens, output_tokens, total_tokens)
SELECT trace_key, trace_id, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview,
       response_preview, client_request_id, input_tokens, output_tokens, total_tokens
FROM traces;

DROP TABLE traces;
ALTER TABLE new_traces RENAME TO traces;

-- Search walks these newest first and tests most conditions on the index alone: the rows, with their previews, are many times as wide.
CREATE INDEX traces_of_experiment ON traces (experiment_id, start_ns, trace_key, state, end_ns, input_tokens, output_tokens, total_tokens, name);
CREATE INDEX traces_by_start ON traces (start_ns, trace_key);

-- Whatever else is asked for by range, rare value or order.
CREATE INDEX traces_by_duration ON traces (experiment_id, end_ns - start_ns, start_ns, trace_key);
CREATE INDEX traces_by_state ON traces (experiment_id, state, start_ns, trace_key);
CREATE INDEX traces_by_input ON traces (experiment_id, input_tokens, start_ns, trace_key);
CREATE INDEX traces_by_output ON traces (experiment_id, output_tokens, start_ns, trace_key);
CREATE INDEX traces_by_total ON traces (experiment_id, total_tokens, start_ns, trace_key);
CREATE INDEX traces_by_client_request ON traces (client_request_id) WHERE client_request_id IS NOT NULL;

-- Values that traces are found by (FacetKind: span names, types, models, services, tags, metadata), each once …
CREATE TABLE facets (
    facet_id INTEGER PRIMARY KEY,
    kind     INTEGER NOT NULL,
    key      TEXT    NOT NULL,                      -- of tags and metadata; empty for the others
    value    TEXT    NOT NULL,                      -- cut at FacetKind's width
    UNIQUE (kind, key, value)
);

-- … and the traces that have them, as ranges of keys: traces of one service, which arrive together, mostly have the same values, and a row for each
-- of them was a fifth of the time to store a span. Ranges of one value never overlap. They may name traces that do not have the value, or no longer:
-- whoever reads them tests again.
CREATE TABLE trace_facets (
    facet_id  INTEGER NOT NULL,
    first_key INTEGER NOT NULL,
    last_key  INTEGER NOT NULL,
    PRIMARY KEY (facet_id, first_key)
) WITHOUT ROWID;

-- What was stored before is found as well. Models and services of old spans are known once they are sent again.
INSERT OR IGNORE INTO facets (kind, key, value) SELECT DISTINCT 1, '', substr(name, 1, 250) FROM spans;
INSERT OR IGNORE INTO facets (kind, key, value) SELECT DISTINCT 2, '', substr(type, 1, 250) FROM spans WHERE type IS NOT NULL;
INSERT OR IGNORE INTO facets (kind, key, value) SELECT DISTINCT 3, '', 'ERROR' FROM spans WHERE status = 2;
INSERT OR IGNORE INTO facets (kind, key, value) SELECT DISTINCT 6, key, substr(value, 1, 250) FROM trace_tags;
INSERT OR IGNORE INTO facets (kind, key, value) SELECT DISTINCT 7, key, substr(value, 1, 250) FROM trace_metadata WHERE key NOT IN
    ('mlflow.traceInputs', 'mlflow.traceOutputs', 'mlflow.trace.tokenUsage', 'mlflow.trace.sizeStats', 'mlflow.trace.sizeBytes');
INSERT OR IGNORE INTO trace_facets SELECT facet_id, trace_key, trace_key FROM spans JOIN facets f ON f.kind = 1 AND f.key = '' AND f.value = substr(name, 1, 250);
INSERT OR IGNORE INTO trace_facets SELECT facet_id, trace_key, trace_key FROM spans JOIN facets f ON f.kind = 2 AND f.key = '' AND f.value = substr(type, 1, 250);
INSERT OR IGNORE INTO trace_facets SELECT facet_id, trace_key, trace_key FROM spans JOIN facets f ON f.kind = 3 AND f.key = '' AND status = 2;
INSERT OR IGNORE INTO trace_facets
SELECT facet_id, trace_key, trace_key FROM trace_tags t JOIN facets f ON f.kind = 6 AND f.key = t.key AND f.value = substr(t.value, 1, 250);
INSERT OR IGNORE INTO trace_facets
SELECT facet_id, trace_key, trace_key FROM trace_metadata m JOIN facets f ON f.kind = 7 AND f.key = m.key AND f.value = substr(m.value, 1, 250);

ALTER TABLE spans ADD COLUMN model_id INTEGER;      -- facet_id of the model
ALTER TABLE spans ADD COLUMN service_id INTEGER;    -- facet_id of the resource's service.name
ALTER TABLE spans ADD COLUMN error TEXT;            -- exception type and message

-- Only what is rare is worth an entry a span.
CREATE INDEX spans_by_error ON spans (error) WHERE error IS NOT NULL;
CREATE INDEX spans_of_long ON spans (end_ns - start_ns) WHERE end_ns - start_ns >= 10000000000;

-- Words of all spans of a trace, rowid = trace_key, written behind the acknowledged spans. The store splits and folds words by itself: the tokenizer
-- only cuts at blanks (every character that is no ASCII letter, digit or beyond ASCII is a blank to it, and the store's words hold none of those).
CREATE VIRTUAL TABLE trace_text USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
CREATE VIRTUAL TABLE trace_words USING fts5vocab (trace_text, row);

-- The words again, for searches of parts of words: UTF-8, a line feed after each. A word may stand in several rows, and also when no trace has it any more.
CREATE TABLE text_terms (
    chunk_id INTEGER PRIMARY KEY,
    words    BLOB    NOT NULL
);

-- Traces whose words are not in the index yet.
CREATE TABLE text_pending (trace_key INTEGER PRIMARY KEY);
INSERT INTO text_pending SELECT trace_key FROM traces;

ALTER TABLE experiments ADD COLUMN artifact_location TEXT; -- null: the default

CREATE TABLE runs (
    run_id          TEXT    PRIMARY KEY,
    experiment_id   INTEGER NOT NULL REFERENCES experiments,
    name            TEXT    NOT NULL,
    user_id         TEXT    NOT NULL,
    status          INTEGER NOT NULL,               -- RunStatus of tracking.proto
    start_time_ms   INTEGER,
    end_time_ms     INTEGER,
    lifecycle_stage INTEGER NOT NULL,
    created_ms      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX runs_of_experiment ON runs (experiment_id, start_time_ms);

CREATE TABLE run_tags (
    run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    key    TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (run_id, key)
) WITHOUT ROWID;

CREATE TABLE run_params (
    run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    key    TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (run_id, key)
) WITHOUT ROWID;

-- Every logged value. NaN is kept as is_nan with value 0, since SQLite stores NaN as null.
CREATE TABLE run_metrics (
    run_id       TEXT    NOT NULL REFERENCES runs ON DELETE CASCADE,
    key          TEXT    NOT NULL,
    step         INTEGER NOT NULL,
    timestamp_ms INTEGER NOT NULL,
    value        REAL    NOT NULL,
    is_nan       INTEGER NOT NULL,
    PRIMARY KEY (run_id, key, step, timestamp_ms, value, is_nan)
) WITHOUT ROWID;

CREATE TABLE trace_runs (
    trace_key INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
    run_id    TEXT    NOT NULL,
    PRIMARY KEY (trace_key, run_id)
) WITHOUT ROWID;

CREATE INDEX traces_of_run ON trace_runs (run_id, trace_key);

CREATE TABLE assessments (
    assessment_id TEXT    PRIMARY KEY,
    trace_key     INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
    name          TEXT    NOT NULL,
    is_expectation INTEGER NOT NULL,
    value         TEXT,                             -- JSON
    error         TEXT,                             -- JSON
    span_id       TEXT,
    source_type   INTEGER NOT NULL,                 -- AssessmentSourceType of tracking.proto
    source_id     TEXT,
    rationale     TEXT,
    metadata      TEXT,                             -- JSON
    overrides     TEXT,
    valid         INTEGER NOT NULL,
    created_ms    INTEGER NOT NULL,
    updated_ms    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX assessments_of_trace ON assessments (trace_key, created_ms);
CREATE INDEX assessments_by_value ON assessments (name, is_expectation, value, trace_key);
