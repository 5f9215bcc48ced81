using OtelBridge.Server.Telemetry;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Telemetry;

public sealed class TelemetryDocumentTests
{
    [Fact]
    public async Task EveryNumber_StandsInTheDocument_WithItsUnit()
    {
        var document = await File.ReadAllTextAsync(RepositoryFolder.File("docs/security/operations.md"));

        var rows = ServerNumbers.All.Select(static number => $"| `{number.Instrument}` | `{number.Prometheus}` | {(number.IsCounter ? "counter" : "gauge")} | `{number.Unit}` | {number.Help} |");

        rows.Where(row => !document.Contains(row, StringComparison.Ordinal)).ShouldBeEmpty();
        document.ShouldContain($"`{ServerMeter.DurationName}`");
    }
}
