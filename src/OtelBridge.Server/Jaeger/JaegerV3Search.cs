using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Jaeger;

/// <summary>Reads the parameters of a search of v3, in today's spelling and the older one with underscores.</summary>
/// <param name="find">Gives a parameter by its name without <c>query.</c>; null when it is missing.</param>
internal sealed class JaegerV3Search(Func<string, string?> find)
{
    private const string Prefix = "query.";
    private const int DefaultDepth = 100;

    public ServiceTraceQuery Read()
    {
        if (Get("filter") is { } filter)
        {
            throw JaegerCall.BadParameter(filter.Name, "structured filters are not supported here; use query.attributes");
        }

        if (Get("rawTraces", "raw_traces") is { } raw)
        {
            JaegerTimes.Flag(raw.Name, raw.Text); // traces are always as they were received
        }

        if (Get("startTimeMin", "start_time_min") is not { } first || Get("startTimeMax", "start_time_max") is not { } last)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "query.startTimeMin and query.startTimeMax are required");
        }

        var (start, end) = (JaegerTimes.Rfc3339(first.Name, first.Text), JaegerTimes.Rfc3339(last.Name, last.Text));
        JaegerTimes.CheckOrder(first.Name, start, last.Name, end);
        var (shortest, longest) = (Duration("durationMin", "duration_min"), Duration("durationMax", "duration_max"));
        JaegerTimes.CheckOrder(Prefix + "durationMin", shortest, Prefix + "durationMax", longest);
        return new ServiceTraceQuery
        {
            ServiceName = Get("serviceName", "service_name") is { } service ? JaegerServiceName.Read(service.Text) : null,
            SpanName = Get("operationName", "operation_name", "span_name")?.Text,
            Attributes = Get("attributes") is { } attributes
                ? JaegerAttributes.Check(attributes.Name, [.. JaegerAttributes.Read(attributes.Name, attributes.Text)])
                : [],
            StartFromUnixNano = start,
            StartBeforeUnixNano = JaegerTimes.After(end),
            MinDurationNano = shortest,
            MaxDurationNano = longest,
            Limit = Depth(),
        };
    }

    // 0 means "none", as in Go.
    private long? Duration(string name, string alias) =>
        Get(name, alias) is { } duration && JaegerTimes.Duration(duration.Name, duration.Text) is > 0 and var nanos ? nanos : null;

    private int Depth()
    {
        if (Get("searchDepth", "search_depth", "num_traces") is not { } depth)
        {
            return DefaultDepth;
        }

        return !uint.TryParse(depth.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? throw JaegerCall.BadParameter(depth.Name, "it is a whole number of 32 bits")
            : number == 0 ? DefaultDepth : (int)Math.Min(number, IServiceReader.MaxTraces);
    }

    private (string Name, string Text)? Get(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (find(name) is { Length: > 0 } text)
            {
                return (Prefix + name, text);
            }
        }

        return null;
    }
}
