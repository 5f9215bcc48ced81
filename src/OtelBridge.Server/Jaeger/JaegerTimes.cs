using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Server.Rest;

namespace OtelBridge.Server.Jaeger;

/// <summary>Times and durations among the parameters of Jaeger's API, as nanoseconds.</summary>
internal static class JaegerTimes
{
    /// <summary>Reads a time of RFC 3339.</summary>
    public static long Rfc3339(string name, string text) =>
        RestTime.ReadTimestamp(text) ?? throw JaegerCall.BadParameter(name, "a time is written as 2026-01-31T12:00:00.5Z, in the years 1970 to 2262");

    /// <summary>Reads a whole number of some unit; what exceeds 64 bits is the latest time there is.</summary>
    public static long Units(string name, string text, long nanosPerUnit) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (long)Int128.Clamp((Int128)number * nanosPerUnit, 0, long.MaxValue)
            : throw JaegerCall.BadParameter(name, "it is a whole number");

    /// <summary>Reads a duration.</summary>
    public static long Duration(string name, string text) => GoDuration.TryRead(text, out var nanos)
        ? nanos
        : throw JaegerCall.BadParameter(name, "a duration is a number with a unit (ns, us, ms, s, m, h), such as 1.5s or 100ms");

    /// <summary>Reads a flag as Go does.</summary>
    public static bool Flag(string name, string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => throw JaegerCall.BadParameter(name, "it is true or false"),
    };

    /// <summary>Checks that a range is in order.</summary>
    public static void CheckOrder(string firstName, long? first, string lastName, long? last)
    {
        if (first > last)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"{firstName} must not be greater than {lastName}");
        }
    }

    /// <summary>Gives the end of a window that ends with a time.</summary>
    public static long After(long time) => time == long.MaxValue ? time : time + 1;
}
