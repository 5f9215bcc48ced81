-- What model calls cost, in picodollars (US dollars times 10^12): whole numbers, whose sums are exact. Null: not known, which is not zero. Of what is
-- stored already nothing is known.
ALTER TABLE spans
    ADD COLUMN input_cost       bigint,
    ADD COLUMN output_cost      bigint,
    ADD COLUMN total_cost       bigint,
    ADD COLUMN cache_read_cost  bigint,             -- part of input_cost
    ADD COLUMN cache_write_cost bigint,             -- part of input_cost
    ADD COLUMN reasoning_cost   bigint;             -- part of output_cost

ALTER TABLE traces
    ADD COLUMN input_cost       bigint,
    ADD COLUMN output_cost      bigint,
    ADD COLUMN total_cost       bigint,
    ADD COLUMN cache_read_cost  bigint,
    ADD COLUMN cache_write_cost bigint,
    ADD COLUMN reasoning_cost   bigint,
    ADD COLUMN unpriced_spans   bigint;             -- spans whose tokens are not in the cost

-- Searches test costs on the index that they walk, like everything else there.
DROP INDEX traces_of_experiment;
CREATE INDEX traces_of_experiment ON traces (experiment_id, start_ns, trace_key)
    INCLUDE (state, end_ns, input_tokens, output_tokens, total_tokens, input_cost, output_cost, total_cost);

-- What is asked for by range and order is the whole cost; an index more for each of its parts would be paid for by every trace.
CREATE INDEX traces_by_cost ON traces (experiment_id, total_cost, start_ns, trace_key);
