using System.Text;
using System.Text.RegularExpressions;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>What spans need to make a good picture in Jaeger and Zipkin. Lists what is wrong, all of it; empty when nothing is.</summary>
public static partial class PictureChecklist
{
    /// <summary>What gRPC receivers take by default.</summary>
    public const int RequestLimit = 4 * 1024 * 1024;

    private static readonly string[] ModelTypes = [SpanType.Llm, SpanType.ChatModel, SpanType.Embedding];
    private static readonly string[] ModelOperations = ["chat", "text_completion", "generate_content", "embeddings"];

    /// <param name="request">What one request brought.</param>
    /// <param name="attributeLimit">The most UTF-8 bytes of one attribute that a page still shows quickly.</param>
    public static IReadOnlyList<string> Problems(ExportTraceServiceRequest request, int attributeLimit)
    {
        var problems = new List<string>();
        Check(problems, request.CalculateSize() < RequestLimit, "the request is larger than receivers take");
        foreach (var group in request.ResourceSpans)
        {
            var service = Text(group.Resource?.Attributes ?? [], "service.name");
            Check(problems, service is { Length: > 0 }, "service.name is not set");
            Check(problems, service?.StartsWith("unknown_service", StringComparison.Ordinal) != true, $"service.name was left to '{service}'");
        }

        foreach (var (_, _, span) in PlacedSpan.In(request.ResourceSpans))
        {
            CheckPlace(problems, span);
            CheckFailure(problems, span);
            CheckSizes(problems, span, attributeLimit);
            Check(problems, span.TraceId.Length == 16, $"'{span.Name}' has no trace id of 128 bits");
            Check(problems, span.EndTimeUnixNano >= span.StartTimeUnixNano + 1000, $"'{span.Name}' lasts no microsecond and would show as 0");
        }

        return problems;
    }

    private static void CheckPlace(List<string> problems, Span span)
    {
        if (IsModelCall(span))
        {
            Check(problems, span.Kind == Span.Types.SpanKind.Client, $"'{span.Name}' calls a model and is {span.Kind}, not Client");
            var hasPeer = Text(span.Attributes, "peer.service") is { Length: > 0 } || Text(span.Attributes, "server.address") is { Length: > 0 };
            Check(problems, hasPeer, $"'{span.Name}' calls a model and names neither peer.service nor server.address");
        }
        else if (span.ParentSpanId.IsEmpty)
        {
            Check(
                problems, span.Kind is Span.Types.SpanKind.Server or Span.Types.SpanKind.Internal, $"the root '{span.Name}' is {span.Kind}, not Server or Internal");
            Check(problems, !Unique().IsMatch(span.Name), $"the root's name '{span.Name}' is another one for every trace");
        }
    }

    private static void CheckFailure(List<string> problems, Span span)
    {
        var saysNoError = span.Attributes.Any(static attribute => attribute.Key == "error" && ValueText.Of(attribute.Value) == "false");
        Check(problems, !saysNoError, $"'{span.Name}' says error=false, which Zipkin shows as failed");
        if (span.Status?.Code == Status.Types.StatusCode.Error)
        {
            Check(problems, span.Status.Message.Length > 0, $"'{span.Name}' failed without a description");
            Check(problems, span.Events.Any(static happened => happened.Name == OTelKeys.ExceptionEvent), $"'{span.Name}' failed without an exception event");
        }
    }

    private static void CheckSizes(List<string> problems, Span span, int limit)
    {
        foreach (var attribute in span.Attributes.Concat(span.Events.SelectMany(static happened => happened.Attributes)))
        {
            var size = Encoding.UTF8.GetByteCount(ValueText.Of(attribute.Value));
            Check(problems, size <= limit, $"'{attribute.Key}' of '{span.Name}' has {size} bytes, more than {limit}");
        }
    }

    private static bool IsModelCall(Span span) =>
        ModelTypes.Contains(Text(span.Attributes, MlflowKeys.SpanType)) || ModelOperations.Contains(Text(span.Attributes, GenAiKeys.OperationName));

    private static string? Text(IEnumerable<KeyValue> attributes, string key) =>
        attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value.StringValue;

    private static void Check(List<string> problems, bool isSo, string otherwise)
    {
        if (!isSo)
        {
            problems.Add(otherwise);
        }
    }

    // Ids, counters and times in a name: six digits, or eight hex digits with one among them.
    [GeneratedRegex(@"\d{6}|\b(?=[0-9a-fA-F-]*\d)[0-9a-fA-F][0-9a-fA-F-]{7,}\b|[\r\n]")]
    private static partial Regex Unique();
}
