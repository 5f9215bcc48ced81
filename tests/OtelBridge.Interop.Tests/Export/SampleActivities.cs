using System.Diagnostics;

namespace OtelBridge.Interop.Tests.Export;

/// <summary>Three spans of an ordinary .NET program, with everything that an Activity can say.</summary>
internal static class SampleActivities
{
    public const int Count = 3;

    /// <summary>Emits the spans under a remote parent and gives the trace's hex id.</summary>
    public static string Emit(ActivitySource source)
    {
        var remote = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "vendor=x,other=y", isRemote: true);
        using var root = source.StartActivity("root", ActivityKind.Server, remote)!;
        foreach (var (key, value) in Tags())
        {
            root.SetTag(key, value);
        }

        root.AddEvent(new ActivityEvent("event", DateTimeOffset.UnixEpoch.AddDays(20_000).AddTicks(7), new ActivityTagsCollection(Tags())));
        root.AddEvent(new ActivityEvent("bare"));
        var links = new[] { new ActivityLink(remote, new ActivityTagsCollection(Tags())), new ActivityLink(new ActivityContext(remote.TraceId, remote.SpanId, default)) };
        using (var child = source.StartActivity("child", ActivityKind.Client, default(ActivityContext), links: links)!)
        {
            child.SetStatus(ActivityStatusCode.Error, "went wröng");
            child.AddException(new InvalidOperationException("boom"));
        }

        using var other = source.StartActivity("other", ActivityKind.Producer)!;
        other.DisplayName = "";
        other.SetStatus(ActivityStatusCode.Ok);
        return remote.TraceId.ToHexString();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags() =>
    [
        new("text", "日本語 🦊"),
        new("text.empty", ""),
        new("char", 'ß'),
        new("bool", true),
        new("int", int.MinValue),
        new("long", long.MaxValue),
        new("byte", byte.MaxValue),
        new("short", short.MinValue),
        new("uint", uint.MaxValue),
        new("ulong", ulong.MaxValue),
        new("float", 0.1f),
        new("double", 0.1),
        new("double.nan", double.NaN),
        new("decimal", 1.50m),
        new("texts", new[] { "a", "", "ö" }),
        new("texts.with.null", new[] { "a", null }),
        new("longs", new[] { long.MinValue, 1L }),
        new("ints", new[] { 1, 2 }),
        new("doubles", new[] { 0.5, 1.5 }),
        new("bools", new[] { true, false }),
        new("empty.list", Array.Empty<string>()),
        new("objects", new object?[] { "a", 1, true, 2.5, null }),
        new("day", DayOfWeek.Friday),
        new("guid", Guid.Empty),
        new("uri", new Uri("http://127.0.0.1/x")),
        new("time", DateTimeOffset.UnixEpoch),
        new("span", TimeSpan.FromSeconds(1.5)),
        new("bytes", new byte[] { 0, 1, 255 }),
    ];
}
