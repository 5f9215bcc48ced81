using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Jaeger;

/// <summary>Reads the parameters of a search of the older API.</summary>
internal static class JaegerLegacySearch
{
    private const int DefaultLimit = 100;
    private const long NanosPerMicro = 1_000;

    private static readonly TimeSpan DefaultLookback = TimeSpan.FromDays(2);

    public static ServiceTraceQuery Read(JaegerCall call)
    {
        var service = call.Query("service") ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, "parameter 'service' is required");
        var now = UnixNano(call.Time.GetUtcNow());
        var end = call.Query("end") is { } last ? JaegerTimes.Units("end", last, NanosPerMicro) : now;
        var start = call.Query("start") is { } first
            ? JaegerTimes.Units("start", first, NanosPerMicro)
            : now - (DefaultLookback.Ticks * TimeSpan.NanosecondsPerTick);
        JaegerTimes.CheckOrder("start", start, "end", end);
        var (shortest, longest) = (Duration(call, "minDuration"), Duration(call, "maxDuration"));
        JaegerTimes.CheckOrder("minDuration", shortest, "maxDuration", longest);
        return new ServiceTraceQuery
        {
            ServiceName = JaegerServiceName.Read(service),
            SpanName = call.Query("operation"),
            Attributes = JaegerAttributes.Check("tags", [
                .. call.QueryAll("tag").Select(static tag => JaegerAttributes.ReadPair("tag", tag)),
                .. call.QueryAll("tags").Where(static tags => tags.Length > 0).SelectMany(static tags => JaegerAttributes.Read("tags", tags)),
            ]),
            StartFromUnixNano = start,
            StartBeforeUnixNano = JaegerTimes.After(end),
            MinDurationNano = shortest,
            MaxDurationNano = longest,
            Limit = Limit(call),
        };
    }

    /// <summary>Gives a time as the store counts.</summary>
    public static long UnixNano(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static long? Duration(JaegerCall call, string name) =>
        call.Query(name) is { } text && JaegerTimes.Duration(name, text) is > 0 and var nanos ? nanos : null;

    private static int Limit(JaegerCall call) => call.Query("limit") is not { } text ? DefaultLimit
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? Math.Min(limit, IServiceReader.MaxTraces)
        : throw JaegerCall.BadParameter("limit", "it is a whole number of 32 bits, greater than 0");
}
