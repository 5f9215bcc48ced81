-- The tokens are those of ClickHouseTables: empty on one server; on a cluster these are the replicated tables of a shard, and spans, traces … are Distributed ones over them.
-- Statements end with a semicolon at the end of a line.

CREATE TABLE IF NOT EXISTS otelbridge_schema ${cluster}
(
    version UInt32
)
ENGINE = ${ReplicatedEverywhere}MergeTree
ORDER BY version
SETTINGS non_replicated_deduplication_window = 100;

-- Spans as they were received, one row for each stored copy. Of several copies the one of the greatest rank counts.
CREATE TABLE IF NOT EXISTS spans${local} ${cluster}
(
    trace_id String CODEC(ZSTD(1)),
    trace_hash UInt64 MATERIALIZED sipHash64(trace_id) CODEC(ZSTD(1)), -- for sums: a set of numbers is many times faster than one of texts
    span_id Int64,
    rank UInt64 CODEC(Delta, ZSTD(1)),                  -- ended copies before those that are not, then the later arrival
    arrival UInt64 CODEC(Delta, ZSTD(1)),               -- when it was stored: greater than all before it on one server
    day Int32 CODEC(Delta, ZSTD(1)),                    -- of the start: days since 1970
    experiment_id Int64 CODEC(ZSTD(1)),                 -- that the batch was sent to
    experiment_is_explicit Bool,
    parent_id Nullable(Int64),
    otlp_trace_id Nullable(String),
    kind UInt8,
    status UInt8,
    start_ns Int64 CODEC(Delta, ZSTD(1)),
    end_ns Nullable(Int64) CODEC(ZSTD(1)),
    name LowCardinality(String),
    type LowCardinality(Nullable(String)),
    model LowCardinality(Nullable(String)),
    service LowCardinality(Nullable(String)),
    error Nullable(String) CODEC(ZSTD(1)),
    input_tokens Nullable(Int64),
    output_tokens Nullable(Int64),
    total_tokens Nullable(Int64),
    input_cost Nullable(Int64),
    output_cost Nullable(Int64),
    total_cost Nullable(Int64),
    cache_read_cost Nullable(Int64),
    cache_write_cost Nullable(Int64),
    reasoning_cost Nullable(Int64),
    root String CODEC(ZSTD(1)),                         -- what a root says of its trace, as JSON; empty for other spans
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)), -- as text; long values are cut
    text String CODEC(ZSTD(3)),                         -- all that the span says, folded, piece after piece
    resource LowCardinality(String),                    -- the group of the span without spans: protobuf
    scope LowCardinality(String),
    payload String CODEC(ZSTD(3)),                      -- the span: protobuf
    INDEX span_words text TYPE text(tokenizer = 'splitByNonAlpha')
)
ENGINE = ${Replicated}ReplacingMergeTree(rank)
PARTITION BY day
ORDER BY (trace_id, span_id)
SETTINGS index_granularity = 256, non_replicated_deduplication_window = 1000;

-- Who has written to a trace: announces that inputs of it are there.
CREATE TABLE IF NOT EXISTS trace_writes${local} ${cluster}
(
    trace_id String CODEC(ZSTD(1)),
    write_id UInt64,
    first_day Int32,
    last_day Int32,
    experiment_id Int64,                                -- that the spans were sent to; of those who name it themselves, the last has the word
    experiment_is_explicit Bool,
    client String CODEC(ZSTD(1)),                       -- all that clients have said of the trace by then; empty for writes of spans
    deleted UInt64 DEFAULT 0 CODEC(ZSTD(1))             -- this is a deletion, and counts for so many writes that went before; 0 for others
)
ENGINE = ${Replicated}ReplacingMergeTree
ORDER BY (trace_id, write_id)
SETTINGS index_granularity = 256, non_replicated_deduplication_window = 1000;

-- Records of traces, computed from their inputs. Of several versions the greatest counts.
CREATE TABLE IF NOT EXISTS traces${local} ${cluster}
(
    experiment_id Int64,
    start_ns Int64,
    trace_id String,
    trace_hash UInt64 MATERIALIZED sipHash64(trace_id),
    version UInt64,                                     -- writes seen << 20 | random: who has seen all of them is the greatest
    arrival UInt64,                                     -- of the first input
    state UInt8,
    end_ns Nullable(Int64),
    span_count Int64,
    replaced UInt32,                                    -- copies of spans that no longer count
    root_span_id Nullable(Int64),
    name Nullable(String),
    request_preview Nullable(String) CODEC(ZSTD(1)),
    response_preview Nullable(String) CODEC(ZSTD(1)),
    client_request_id Nullable(String),
    expected_spans Nullable(Int64),
    input_tokens Nullable(Int64),
    output_tokens Nullable(Int64),
    total_tokens Nullable(Int64),
    input_cost Nullable(Int64),
    output_cost Nullable(Int64),
    total_cost Nullable(Int64),
    cache_read_cost Nullable(Int64),
    cache_write_cost Nullable(Int64),
    reasoning_cost Nullable(Int64),
    unpriced_spans Nullable(Int64),
    tags Map(String, String) CODEC(ZSTD(1)),
    metadata Map(String, String) CODEC(ZSTD(1)),
    session Nullable(String) MATERIALIZED if(mapContains(metadata, 'mlflow.trace.session'), metadata['mlflow.trace.session'], NULL) CODEC(ZSTD(1)),
    run_ids Array(String),
    assessments Array(String) CODEC(ZSTD(1)),           -- protobuf, in the order of a record
    assessment_names Array(String),                     -- the columns that searches and sums need, in the same order
    assessment_values Array(String),                    -- as JSON
    assessment_is_expectation Array(Bool),
    assessment_is_valid Array(Bool),
    assessment_times Array(Int64),                      -- creation, milliseconds since 1970
    INDEX trace_ids trace_id TYPE bloom_filter(0.001)
)
ENGINE = ${Replicated}ReplacingMergeTree(version)
PARTITION BY intDiv(start_ns, 2592000000000000)
ORDER BY (experiment_id, start_ns, trace_id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

-- Where the record of a trace is, and which version of it counts.
CREATE TABLE IF NOT EXISTS trace_heads${local} ${cluster}
(
    trace_id String CODEC(ZSTD(1)),
    trace_hash UInt64 MATERIALIZED sipHash64(trace_id),
    version UInt64,
    experiment_id Int64,
    start_ns Int64,
    arrival UInt64
)
ENGINE = ${Replicated}ReplacingMergeTree(version)
ORDER BY trace_id
SETTINGS index_granularity = 256;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_heads_view${local} ${cluster} TO trace_heads${local}
AS SELECT trace_id, version, experiment_id, start_ns, arrival FROM traces${local};
