-- What model calls cost, in picodollars (US dollars times 10^12): whole numbers, whose sums are exact. Null: not known, which is not zero. Of what is
-- stored already nothing is known.
ALTER TABLE spans ADD COLUMN input_cost INTEGER;
ALTER TABLE spans ADD COLUMN output_cost INTEGER;
ALTER TABLE spans ADD COLUMN total_cost INTEGER;
ALTER TABLE spans ADD COLUMN cache_read_cost INTEGER;   -- part of input_cost
ALTER TABLE spans ADD COLUMN cache_write_cost INTEGER;  -- part of input_cost
ALTER TABLE spans ADD COLUMN reasoning_cost INTEGER;    -- part of output_cost

ALTER TABLE traces ADD COLUMN input_cost INTEGER;
ALTER TABLE traces ADD COLUMN output_cost INTEGER;
ALTER TABLE traces ADD COLUMN total_cost INTEGER;
ALTER TABLE traces ADD COLUMN cache_read_cost INTEGER;
ALTER TABLE traces ADD COLUMN cache_write_cost INTEGER;
ALTER TABLE traces ADD COLUMN reasoning_cost INTEGER;
ALTER TABLE traces ADD COLUMN unpriced_spans INTEGER;   -- spans whose tokens are not in the cost

-- Searches test costs on the index that they walk, like everything else there.
DROP INDEX traces_of_experiment;
CREATE INDEX traces_of_experiment ON traces (
    experiment_id, start_ns, trace_key, state, end_ns, input_tokens, output_tokens, total_tokens, name, input_cost, output_cost, total_cost);

-- What is asked for by range and order is the whole cost; an index more for each of its parts would be paid for by every trace.
CREATE INDEX traces_by_cost ON traces (experiment_id, total_cost, start_ns, trace_key);
