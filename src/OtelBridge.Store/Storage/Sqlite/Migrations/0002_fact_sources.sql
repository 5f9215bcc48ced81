-- Which span a tag or metadata came from, so that the better root has the last word and a replaced span takes back what it no longer says.
-- Null: not from a span. What was stored before came, as good as always, from the root.

ALTER TABLE trace_tags ADD COLUMN span_id INTEGER;
ALTER TABLE trace_metadata ADD COLUMN span_id INTEGER;

UPDATE trace_tags SET span_id = (SELECT root_span_id FROM traces WHERE traces.trace_key = trace_tags.trace_key);
UPDATE trace_metadata SET span_id = (SELECT root_span_id FROM traces WHERE traces.trace_key = trace_metadata.trace_key);
