using System.Diagnostics;

namespace OtelBridge.Testing.Capturing;

/// <summary>Names a caller in each request, by which the spans of whoever answers are known as those of one capture.</summary>
internal sealed class CallerHandler(SpanLedger ledger) : DelegatingHandler
{
    private const string Header = "traceparent";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Mark(request);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Mark(request);
        return base.Send(request, cancellationToken);
    }

    private void Mark(HttpRequestMessage request)
    {
        if (request.Headers.Contains(Header))
        {
            return;
        }

        var caller = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true } current
            ? current.Context
            : new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        ledger.AddCaller(caller);
        request.Headers.Add(Header, $"00-{caller.TraceId.ToHexString()}-{caller.SpanId.ToHexString()}-01");
    }
}
