using System.Collections.Concurrent;
using System.Globalization;
using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>Traces under ids that mean something to the business.</summary>
/// <remarks>The id also is the trace's own: every member of the client takes it, and whoever knows it finds the trace, in this process or another.</remarks>
internal sealed class CustomTraceManager(MlflowClient client, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, MlflowSpan> _activeTraces = new(); // those that are under way

    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var manager = new CustomTraceManager(client, TimeProvider.System);

        var trace = manager.Start("user123", "report", [new("report_type", "quarterly")]);
        var id = manager.ActiveTraces.Single();
        manager.Get(id)?.SetOutputs(new { pages = 12 });
        manager.End(id);

        return PatternResult.Of(trace.TraceId);
    }

    public IEnumerable<string> ActiveTraces => _activeTraces.Keys;

    public MlflowSpan Start(string userId, string operation, IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        var id = NewId(userId, operation);
        var root = client.StartTrace(
            id,
            attributes: [new("user_id", userId), new("operation", operation), new("custom_trace_id", id), .. attributes],
            traceId: id);
        _activeTraces[id] = root;
        return root;
    }

    public MlflowSpan? Get(string id) => _activeTraces.GetValueOrDefault(id);

    public void End(string id)
    {
        _activeTraces.TryRemove(id, out _);
        client.EndTrace(id);
    }

    private string NewId(string userId, string operation)
    {
        var timestamp = time.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return $"{userId}_{operation}_{timestamp}_{Guid.NewGuid():N}"[..49];
    }
}
