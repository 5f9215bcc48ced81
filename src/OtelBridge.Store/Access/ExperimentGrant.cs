namespace OtelBridge.Store.Access;

/// <summary>What a person may do with an experiment.</summary>
public sealed record ExperimentGrant(string ExperimentId, long PersonId, AccessLevel Permission);
