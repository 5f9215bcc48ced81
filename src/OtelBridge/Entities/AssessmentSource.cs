namespace OtelBridge.Entities;

/// <summary>Who judged, by kind and name.</summary>
/// <param name="SourceType">The kind.</param>
/// <param name="SourceId">A person's name or address, a model, a program.</param>
public sealed record AssessmentSource(AssessmentSourceType SourceType, string SourceId = "default");
