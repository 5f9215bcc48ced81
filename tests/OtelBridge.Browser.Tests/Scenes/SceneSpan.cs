using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Browser.Tests.Scenes;

/// <summary>A span of a scene, as an instrumented program would send it.</summary>
public static class SceneSpan
{
    private const long NanosPerTick = 100;

    public static ulong Nanos(this DateTimeOffset moment) => (ulong)((moment - DateTimeOffset.UnixEpoch).Ticks * NanosPerTick);

    public static Span Of(SceneTrace trace, string name, string type, Span? parent, TimeSpan after, TimeSpan? lasts)
    {
        var start = trace.Start + after;
        return new Span
        {
            TraceId = trace.IdBytes,
            SpanId = trace.NextSpanId(),
            ParentSpanId = parent?.SpanId ?? ByteString.Empty,
            Name = name,
            Kind = Span.Types.SpanKind.Internal,
            StartTimeUnixNano = start.Nanos(),
            EndTimeUnixNano = lasts is { } length ? (start + length).Nanos() : 0,
            Status = new Status { Code = lasts is null ? Status.Types.StatusCode.Unset : Status.Types.StatusCode.Ok },
        }.With(MlflowKeys.SpanType, type);
    }

    public static Span With(this Span span, string key, string value) => span.With(key, new AnyValue { StringValue = value });

    public static Span With(this Span span, string key, long value) => span.With(key, new AnyValue { IntValue = value });

    public static Span Takes(this Span span, object inputs) => span.With(MlflowKeys.SpanInputs, JsonSerializer.Serialize(inputs));

    public static Span Gives(this Span span, object outputs) => span.With(MlflowKeys.SpanOutputs, JsonSerializer.Serialize(outputs));

    /// <summary>The span failed: status and exception event.</summary>
    public static Span Fails(this Span span, string type, string message)
    {
        span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = message };
        span.Events.Add(new Span.Types.Event
        {
            Name = "exception",
            TimeUnixNano = span.EndTimeUnixNano,
            Attributes =
            {
                Attribute("exception.type", new AnyValue { StringValue = type }),
                Attribute("exception.message", new AnyValue { StringValue = message }),
                Attribute("exception.stacktrace", new AnyValue { StringValue = $"{type}: {message}\n   at Shop.Orders.FindAsync(String id) in /src/Orders.cs:line 42\n   at Shop.Tools.LookUpOrder(String id)" }),
            },
        });
        return span;
    }

    private static Span With(this Span span, string key, AnyValue value)
    {
        span.Attributes.Add(Attribute(key, value));
        return span;
    }

    private static KeyValue Attribute(string key, AnyValue value) => new() { Key = key, Value = value };
}
