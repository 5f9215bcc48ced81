using OtelBridge.Store.Model;

namespace OtelBridge.Store.Translation;

/// <summary>What a span's attributes say, in the store's terms.</summary>
/// <param name="Row">The search columns.</param>
/// <param name="TraceId">The trace id that the span names, or else MLflow's text of its OTLP trace id.</param>
/// <param name="ExperimentId">The experiment that the span names, as text.</param>
internal readonly record struct TranslatedSpan(SpanRow Row, string TraceId, string? ExperimentId);
