using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Sources;

/// <summary>The spans of a file in <c>tests/fixtures/dotnet-genai</c>, emitted again as a library emits them: attributes after the start, children inside their parents.</summary>
internal static class RecordedSpans
{
    public static IReadOnlyList<(string Source, JsonElement Span)> Read(string name)
    {
        var json = JsonDocument.Parse(File.ReadAllText(RepositoryFolder.File("tests", "fixtures", "dotnet-genai", name + ".json")));
        return [.. json.RootElement.GetProperty("resourceSpans").EnumerateArray()
            .SelectMany(static resource => resource.GetProperty("scopeSpans").EnumerateArray())
            .SelectMany(static scope => scope.GetProperty("spans").EnumerateArray().Select(span => (scope.GetProperty("scope").GetProperty("name").GetString()!, span)))];
    }

    /// <summary>Emits them, and tells which activity became of which recorded id.</summary>
    public static void Play(string name)
    {
        var started = new Dictionary<string, Activity>();
        var sources = new Dictionary<string, ActivitySource>();
        foreach (var (source, span) in Read(name))
        {
            Activity.Current = Text(span, "parentSpanId") is { } parent ? started[parent] : null;
            sources.TryAdd(source, new ActivitySource(source));
            if (sources[source].StartActivity(Text(span, "name")!, (ActivityKind)(span.GetProperty("kind").GetInt32() - 1)) is { } activity)
            {
                Describe(activity, span);
                started[Text(span, "spanId")!] = activity;
            }
        }

        foreach (var activity in started.Values.Reverse())
        {
            activity.Dispose();
        }

        Activity.Current = null;
    }

    /// <summary>The recorded span as a store gets it.</summary>
    public static Span AsOtlp(JsonElement recorded)
    {
        var span = new Span { Name = Text(recorded, "name")! };
        span.Attributes.Add(recorded.GetProperty("attributes").EnumerateArray().Select(Attribute));
        foreach (var item in Events(recorded))
        {
            var @event = new Span.Types.Event { Name = Text(item, "name")! };
            @event.Attributes.Add(item.GetProperty("attributes").EnumerateArray().Select(Attribute));
            span.Events.Add(@event);
        }

        return span;
    }

    private static void Describe(Activity activity, JsonElement span)
    {
        foreach (var attribute in span.GetProperty("attributes").EnumerateArray())
        {
            activity.SetTag(Text(attribute, "key")!, Value(attribute.GetProperty("value")));
        }

        foreach (var @event in Events(span))
        {
            activity.AddEvent(new ActivityEvent(
                Text(@event, "name")!,
                tags: [.. @event.GetProperty("attributes").EnumerateArray().Select(a => KeyValuePair.Create(Text(a, "key")!, Value(a.GetProperty("value"))))]));
        }
    }

    private static IEnumerable<JsonElement> Events(JsonElement span) => span.TryGetProperty("events", out var events) ? events.EnumerateArray() : [];

    private static object? Value(JsonElement value)
    {
        var kind = value.EnumerateObject().First();
        return kind.Name switch
        {
            "stringValue" => kind.Value.GetString(),
            "boolValue" => kind.Value.GetBoolean(),
            "intValue" => long.Parse(kind.Value.ToString(), CultureInfo.InvariantCulture),
            "doubleValue" => kind.Value.GetDouble(),
            "arrayValue" => kind.Value.GetProperty("values").EnumerateArray().Select(item => (string)Value(item)!).ToArray(),
            _ => kind.Value.GetProperty("values").EnumerateArray().ToDictionary(item => Text(item, "key")!, item => Value(item.GetProperty("value"))),
        };
    }

    private static KeyValue Attribute(JsonElement attribute) => new() { Key = Text(attribute, "key"), Value = AnyValue(Value(attribute.GetProperty("value"))) };

    private static AnyValue AnyValue(object? value) => value switch
    {
        string text => new() { StringValue = text },
        bool flag => new() { BoolValue = flag },
        long number => new() { IntValue = number },
        double number => new() { DoubleValue = number },
        string[] list => new() { ArrayValue = new() { Values = { list.Select(AnyValue) } } },
        _ => new() { KvlistValue = new() { Values = { ((Dictionary<string, object?>)value!).Select(m => new KeyValue { Key = m.Key, Value = AnyValue(m.Value) }) } } },
    };

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
