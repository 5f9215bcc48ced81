using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>An operation that may fail, traced so that neither the span nor the trace stays open when it does.</summary>
internal sealed class RiskyOperation(MlflowClient client, Func<string> performDatabaseQuery)
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var traceIds = new List<string>(); // one for each of the two below
        new RiskyOperation(client, () => "3 rows").Run(traceIds);
        try
        {
            new RiskyOperation(client, () => throw new TimeoutException("The database does not answer.")).Run(traceIds);
        }
        catch (TimeoutException)
        {
            // The caller gets the exception that was thrown, as if nothing had been traced.
        }

        return PatternResult.Of(traceIds);
    }

    private void Run(List<string> traceIds)
    {
        MlflowSpan? root = null;
        try
        {
            root = client.StartTrace("risky_operation");
            traceIds.Add(root.RequestId);
            var child = client.StartSpan("database_query", root.RequestId, root.SpanId);
            try
            {
                var result = performDatabaseQuery();
                client.EndSpan(child.RequestId, child.SpanId, outputs: new { result }, status: SpanStatus.Ok);
            }
            catch (Exception e)
            {
                client.EndSpan(child.RequestId, child.SpanId, status: SpanStatus.Error, attributes: [new("error", e.Message)]);
                throw;
            }

            client.EndTrace(root.RequestId, outputs: new { status = "completed" }, status: SpanStatus.Ok);
        }
        catch (Exception e)
        {
            if (root is not null)
            {
                client.EndTrace(
                    root.RequestId, status: SpanStatus.Error, attributes: [new("error_type", e.GetType().Name), new("error_message", e.Message)]);
            }

            throw;
        }
    }
}
