using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Server.Rest;
using OtelBridge.Server.Zipkin.Wire;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Store.Model;

namespace OtelBridge.Server.Zipkin;

/// <summary>The graph of who calls whom: calls between services that both report, and calls of those that report nothing, such as databases and models.</summary>
internal sealed class ZipkinDependencies
{
    // The others are counted by the store, in all traces of the window.
    private const int MaxForSilentPeers = 500;

    private readonly SortedDictionary<(string Parent, string Child), (long Calls, long Errors)> _links = []; // bounded by the pairs of services

    public static async Task AnswerAsync(ZipkinCall call)
    {
        var end = call.FindNumber(TimeWindow.End) ?? throw ZipkinFormat.BadRequest($"The parameter {TimeWindow.End} is required.");
        var window = TimeWindow.Read(call, end);
        var graph = new ZipkinDependencies();
        foreach (var link in await call.Store.Services.ReadCallsAsync(window.FromUnixNano, window.BeforeUnixNano, [], call.CancellationToken))
        {
            graph.Add(link.Parent, link.Child, link.CallCount, link.ErrorCount);
        }

        var query = new ServiceTraceQuery { StartFromUnixNano = window.FromUnixNano, StartBeforeUnixNano = window.BeforeUnixNano, Limit = MaxForSilentPeers };
        await foreach (var spans in RecentTraces.ReadAsync(call, query))
        {
            graph.AddSilentPeers(spans);
        }

        await graph.WriteAsync(call);
    }

    // Zipkin draws nothing for what has no name.
    private void Add(string parent, string child, long calls, long errors)
    {
        var (from, to) = (parent.ToLowerInvariant(), child.ToLowerInvariant());
        if (from.Length > 0 && to.Length > 0 && from != to)
        {
            var link = _links.GetValueOrDefault((from, to));
            _links[(from, to)] = (link.Calls + calls, link.Errors + errors);
        }
    }

    // A call that a service answered is in the store's count.
    private void AddSilentPeers(IReadOnlyList<Span> spans)
    {
        var services = new Dictionary<ByteString, string>();
        foreach (var span in spans.Where(static span => !span.Shared))
        {
            services[span.Id] = ServiceOf(span);
        }

        var answered = spans
            .Where(span => span.Shared || (services.TryGetValue(span.ParentId, out var caller) && caller != ServiceOf(span)))
            .Select(static span => span.Shared ? span.Id : span.ParentId)
            .ToHashSet();
        foreach (var span in spans.Where(span => span.Kind is Span.Types.Kind.Client or Span.Types.Kind.Producer && !answered.Contains(span.Id)))
        {
            Add(ServiceOf(span), span.RemoteEndpoint?.ServiceName ?? string.Empty, 1, span.Tags.ContainsKey(OTelKeys.Error) ? 1 : 0);
        }
    }

    private async Task WriteAsync(ZipkinCall call)
    {
        using var answer = new RestAnswer(call.Context.Response, isList: true);
        foreach (var ((parent, child), (calls, errors)) in _links)
        {
            answer.Json.WriteStartObject();
            answer.Json.WriteString("parent"u8, parent);
            answer.Json.WriteString("child"u8, child);
            answer.Json.WriteNumber("callCount"u8, calls);
            answer.Json.WriteNumber("errorCount"u8, errors);
            answer.Json.WriteEndObject();
        }

        await answer.CompleteAsync();
    }

    private static string ServiceOf(Span span) => span.LocalEndpoint?.ServiceName ?? string.Empty;
}
