using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Content;
using OtelBridge.Fuzz.Targets.Files;
using OtelBridge.Fuzz.Targets.Http;
using OtelBridge.Fuzz.Targets.Search;
using OtelBridge.Fuzz.Targets.Settings;
using OtelBridge.Fuzz.Targets.Spans;

namespace OtelBridge.Fuzz.Targets;

/// <summary>Every target.</summary>
internal static class AllTargets
{
    private static readonly Func<FuzzTarget>[] Makers =
    [
        () => new OtlpProtobufTarget(), () => new OtlpJsonTarget(), () => new ZipkinProtobufTarget(), () => new ZipkinJsonTarget(), () => new GrpcFrameTarget(), () => new GzipTarget(), () => new GrpcHeadersTarget(),
        () => new FilterTarget(), () => new SearchTarget(), () => new PageTokenTarget(),
        () => new RestTarget(), () => new GrpcTarget(), () => new PagesTarget(), () => new JaegerTarget(), () => new ZipkinTarget(),
        () => new TracesJsonTarget(), () => new ImportTarget(), () => new SpoolTarget(), () => new PriceFileTarget(), () => new EntityJsonTarget(),
        () => new ServerSettingsTarget(), () => new SdkSettingsTarget(),
        () => new ChatTarget(), () => new SpanAttributesTarget(), () => new PageContentTarget(), () => new MaskTarget(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(NameOf)];

    /// <summary>Makes a target; the caller disposes it.</summary>
    public static FuzzTarget Make(string name) => Makers[Names.ToList().IndexOf(name)]();

    private static string NameOf(Func<FuzzTarget> make)
    {
        using var target = make();
        return target.Name;
    }
}
