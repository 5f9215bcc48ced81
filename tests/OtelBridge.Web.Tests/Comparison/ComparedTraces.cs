using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Tests.Comparison;

/// <summary>Traces to compare, written as what lies in what: <c>root(search chat(tool))</c>.</summary>
internal static class ComparedTraces
{
    public static Trace Of(string tree, int number = 1)
    {
        var spans = new List<Span>();
        var parents = new Stack<int>();
        for (var i = 0; i < tree.Length;)
        {
            switch (tree[i])
            {
                case '(':
                    parents.Push(spans.Count);
                    i++;
                    break;
                case ')':
                    parents.Pop();
                    i++;
                    break;
                case ' ':
                    i++;
                    break;
                default:
                    var end = tree.AsSpan(i).IndexOfAny("() ");
                    var name = end < 0 ? tree[i..] : tree.Substring(i, end);
                    spans.Add(OtlpSamples.Span(number, spans.Count + 1, parents.TryPeek(out var parent) ? parent : null, name, offsetMs: spans.Count));
                    i += name.Length;
                    break;
            }
        }

        return Of(spans, number);
    }

    public static Trace Of(IEnumerable<Span> spans, int number = 1) => new()
    {
        Info = new TraceInfo { TraceId = OtlpSamples.TraceIdText(number), Name = "trace", ExperimentId = "0" },
        ResourceSpans = { OtlpSamples.Request(spans).ResourceSpans },
    };
}
