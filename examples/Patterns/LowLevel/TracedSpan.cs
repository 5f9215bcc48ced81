using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>Runs a piece of work in a span of the client that is ended with it: what a context manager is in Python.</summary>
/// <remarks>Where the exception need not be recorded, <c>using var span = client.StartSpan(…)</c> is enough: every span is disposable.</remarks>
internal static class TracedSpan
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var root = client.StartTrace("helper");
        client.Traced("my_operation", root, span => span.SetOutputs(6 * 7));
        try
        {
            client.Traced("fails", root, _ => throw new InvalidOperationException("Not today."));
        }
        catch (InvalidOperationException)
        {
            // Thrown on by the helper; the trace goes on.
        }

        using (var span = client.StartSpan("disposed", root.RequestId, root.SpanId))
        {
            span.SetOutputs("done");
        }

        client.EndTrace(root.RequestId);
        return PatternResult.Of(root.RequestId);
    }

    private static void Traced(this MlflowClient client, string name, MlflowSpan parent, Action<MlflowSpan> work)
    {
        var span = client.StartSpan(name, parent.RequestId, parent.SpanId);
        try
        {
            work(span);
        }
        catch (Exception e)
        {
            client.EndSpan(span.RequestId, span.SpanId, status: SpanStatus.Error, attributes: [new("error", e.Message)]);
            throw;
        }

        client.EndSpan(span.RequestId, span.SpanId, status: SpanStatus.Ok);
    }
}
