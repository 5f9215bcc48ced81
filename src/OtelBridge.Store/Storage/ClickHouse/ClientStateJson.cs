using System.Text.Json.Serialization;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What clients have said of a trace, as <c>trace_writes</c> holds it. Names and numbers are stored: they never change meaning.</summary>
internal sealed class ClientStateJson
{
    [JsonPropertyName("version")]
    public int Version { get; set; }

    [JsonPropertyName("fixed")]
    public RecordFields Fixed { get; set; }

    [JsonPropertyName("experiment")]
    public long Experiment { get; set; }

    [JsonPropertyName("state")]
    public TraceState State { get; set; }

    /// <summary>Gets or sets the start; null when nobody put a record.</summary>
    [JsonPropertyName("start")]
    public long? Start { get; set; }

    [JsonPropertyName("end")]
    public long? End { get; set; }

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("request")]
    public string? Request { get; set; }

    [JsonPropertyName("response")]
    public string? Response { get; set; }

    [JsonPropertyName("client")]
    public string? Client { get; set; }

    [JsonPropertyName("spans")]
    public long? Spans { get; set; }

    [JsonPropertyName("tags")]
    public SortedDictionary<string, string>? Tags { get; set; }

    [JsonPropertyName("removed")]
    public SortedSet<string>? Removed { get; set; }

    [JsonPropertyName("metadata")]
    public SortedDictionary<string, string>? Metadata { get; set; }

    [JsonPropertyName("runs")]
    public SortedSet<string>? Runs { get; set; }

    /// <summary>Gets or sets the assessments: protobuf, the oldest first.</summary>
    [JsonPropertyName("assessments")]
    public List<byte[]>? Assessments { get; set; }
}
