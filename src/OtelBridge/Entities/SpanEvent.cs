using System.Text.Json;

namespace OtelBridge.Entities;

/// <summary>Something that happened at one moment of a span.</summary>
/// <param name="Name">Name of the event; <c>exception</c> for an exception.</param>
/// <param name="TimestampNs">When, in nanoseconds since 1970.</param>
/// <param name="Attributes">What is said of it.</param>
public sealed record SpanEvent(string Name, long TimestampNs, IReadOnlyDictionary<string, JsonElement> Attributes);
