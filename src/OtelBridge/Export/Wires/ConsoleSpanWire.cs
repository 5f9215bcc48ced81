using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>Prints each trace as a tree, for development.</summary>
internal sealed class ConsoleSpanWire(TextWriter output) : ISpanWire
{
    public Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort) => throw new SendException(SendFailure.Broken, $"{output}");

    public void Dispose()
    {
    }
}
