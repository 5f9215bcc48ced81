using OtelBridge;
using OtelBridge.Grpc;
using QuickStart.Answering;
using QuickStart.Tracing;
using Spectre.Console;
using Traces;

namespace QuickStart.Running;

/// <summary>Shows what became of finished traces: delivered where, and, where a store got them, read back from it.</summary>
/// <param name="tracing">The SDK's tracing, for its books.</param>
/// <param name="screen">Where to print.</param>
/// <param name="reader">Reads from the store; null when none gets spans.</param>
/// <param name="embedded">The store in this process, if it is that one.</param>
internal sealed class TracePrinter(MlflowTracing tracing, IAnsiConsole screen, TraceReader? reader = null, EmbeddedStore? embedded = null)
{
    private const string CommandLine = "dotnet run --project src/OtelBridge.Server --";

    /// <summary>Prints; false when a trace that should be in the store is not there whole, or, without a store, when spans were dropped.</summary>
    public async Task<bool> PrintAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var isWhole = reader is null
            ? tracing.Delivery.All(static destination => destination is { TotalDropped: 0, Queued: 0 })
            : await PrintTracesAsync(reader, traceIds, cancellationToken);
        DeliveryView.Write(screen, tracing);
        if (reader is not null && traceIds.Count > 0)
        {
            PrintPlaces(reader, traceIds[^1]);
        }

        return isWhole;
    }

    private async Task<bool> PrintTracesAsync(TraceReader from, IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        screen.Heading($"Read back from {from.TrackingUri.GetLeftPart(UriPartial.Authority)}");
        var areWhole = true;
        foreach (var id in traceIds)
        {
            try
            {
                var trace = new StoredTrace(await from.GetAsync(id, cancellationToken));
                TraceView.Write(screen, trace);
                areWhole &= trace.IsWhole(QuestionAnswering.SpansPerTrace);
            }
            catch (GrpcException e)
            {
                screen.Warn($"{id} cannot be read: {e.Message}");
                areWhole = false;
            }
        }

        return areWhole;
    }

    private void PrintPlaces(TraceReader from, string traceId)
    {
        screen.Heading("Where to look");
        if (embedded?.Http is { } address)
        {
            screen.Fact("address", address.GetLeftPart(UriPartial.Authority));
        }

        screen.Command("now", $"otelbridge get {traceId} --server {from.TrackingUri.GetLeftPart(UriPartial.Authority)}");
        if (embedded is not null)
        {
            screen.Command("later", $"otelbridge get {traceId} --store \"{embedded.Store}\"");
        }

        screen.Command(string.Empty, $"(otelbridge is, in the repository: {CommandLine})");
    }
}
