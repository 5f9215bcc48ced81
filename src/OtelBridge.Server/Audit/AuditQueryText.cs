using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Retention;

namespace OtelBridge.Server.Audit;

/// <summary>Questions to the audit log as people write them, over the wire and on the command line.</summary>
internal static class AuditQueryText
{
    /// <summary>What a time looks like, for messages.</summary>
    public const string TimeForm = "2026-11-22, 2026-11-22T09:00Z, an age such as 7d, or milliseconds since 1970";

    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK"];

    /// <summary>Reads a question.</summary>
    /// <param name="parameter">Gives a parameter; null or empty when it is not there.</param>
    /// <param name="now">The moment that ages are counted from.</param>
    /// <exception cref="GrpcException">Something of it cannot be read.</exception>
    public static AuditQuery Read(Func<string, string?> parameter, DateTimeOffset now)
    {
        var query = new AuditQuery { Who = Text("who"), About = Text("about") is { } about ? AuditSubject.Read(about) : null, Outcome = Text("outcome"), PageToken = Text("page_token") ?? string.Empty };
        if (Text("from") is { } from)
        {
            query = query with { FromMs = ReadTime("from", from, now) };
        }

        if (Text("to") is { } to)
        {
            query = query with { ToMs = ReadTime("to", to, now) };
        }

        if (Text("action") is { } action)
        {
            query = query with { Action = AuditActions.Find(action) ?? throw Invalid($"'{action}' is not an action; these are: {AuditActions.All}.") };
        }

        if (Text("max_results") is { } max)
        {
            query = query with
            {
                MaxResults = int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= AuditQuery.MostResults
                    ? count
                    : throw Invalid($"max_results is a number, 1 to {AuditQuery.MostResults}."),
            };
        }

        return query;

        string? Text(string name) => parameter(name)?.Trim() is { Length: > 0 } text ? text : null;
    }

    private static long ReadTime(string name, string text, DateTimeOffset now) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms
        : RetentionText.TryReadAge(text, out var age) && age is { } ago && ago < now - DateTimeOffset.UnixEpoch ? (now - ago).ToUnixTimeMilliseconds()
        : DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds()
        : throw Invalid($"{name}: '{text}' is not a time; write {TimeForm}.");

    private static GrpcException Invalid(FormattableString message) => new(GrpcStatusCode.InvalidArgument, message.ToString(CultureInfo.InvariantCulture));
}
