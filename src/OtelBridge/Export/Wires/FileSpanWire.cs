using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>A file with one line of OTLP JSON for each request.</summary>
internal sealed class FileSpanWire(string path) : ISpanWire
{
    public Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort) => throw new SendException(SendFailure.Broken, path);

    public void Dispose()
    {
    }
}
