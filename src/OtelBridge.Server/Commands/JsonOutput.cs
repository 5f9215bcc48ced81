using System.Text.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Commands;

/// <summary>The output for machines: one JSON document on a line of its own, straight to the stream, never wrapped or cut.</summary>
internal static class JsonOutput
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public static async Task WriteAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        await using var stream = Console.OpenStandardOutput();
        await using (var json = new Utf8JsonWriter(stream, OtlpJsonWriter.Options))
        {
            write(json);
        }

        await stream.WriteAsync(LineEnd, cancellationToken);
    }
}
