-- The operations of services are facets of kind 8: key is the service, value a digit for the kind of the span and its name (OperationFacet). Of spans that
-- are stored already the kind is only in the payload: a question mark stands for it.
INSERT INTO facets (kind, key, value)
SELECT DISTINCT 8, coalesce(service.value, ''), '?' || left(s.name, 250) FROM spans s LEFT JOIN facets service ON service.facet_id = s.service_id
ON CONFLICT (kind, key, value) DO NOTHING;

-- Of what is stored already it is not known which attributes resources have (kind 10).
INSERT INTO facets (kind, key, value) SELECT 10, '', CAST(trace_key AS text) FROM traces ORDER BY trace_key DESC LIMIT 1;
