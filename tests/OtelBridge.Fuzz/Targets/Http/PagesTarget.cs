using System.Text;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>Every page, with any query and form, over traces of strangers.</summary>
internal sealed class PagesTarget : HttpTarget
{
    private static readonly Lazy<IReadOnlyList<(string Method, string Path)>> AllRoutes = new(Find);

    public override string Name => "pages";

    public override string What => "every page with any query and form, over traces of strangers";

    public override int InputsInTests => 80;

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Filter, .. Values, "experiment=0", "filter=", "order=", "columns=", "page=", "from=", "to=", "view=", "at=", "before=", "part=", "left=", "right=", "span=", "tab=", "chart=", "text=", "q=", "range=", "&", "=", "?", "sec-fetch-site: same-origin\n",
        "content-type: application/x-www-form-urlencoded\n", "key=a&value=b", "ids=", "name=x", "token=",
    ];

    public override IEnumerable<byte[]> Seeds =>
    [
        .. SpanSeeds.Json.Select(static json => Text("POST", "/v1/traces", [("content-type", "application/json")], json)),
        .. ((string[])
        [
            "/", "/traces?experiment=0", "/traces/rows?experiment=0&filter=status%20%3D%20%27OK%27", "/traces/count?experiment=0", "/traces/chart?experiment=0", "/traces/tr-a0000000000000000000000000000001", "/traces/tr-a0000000000000000000000000000001/tree",
            "/traces/tr-a0000000000000000000000000000001/found?text=a", "/traces/tr-a0000000000000000000000000000001/otlp.json", "/traces/tr-a0000000000000000000000000000001/spans/b000000000000001",
            "/traces/tr-a0000000000000000000000000000001/spans/b000000000000001/content?part=inputs&at=0", "/dashboard?experiment=0", "/sessions?experiment=0", "/session?experiment=0&id=s", "/compare?left=tr-a0000000000000000000000000000001&right=tr-a0000000000000000000000000000002",
            "/runs?experiment=0", "/complete?text=status%20%3D&at=8", "/palette?text=a", "/status", "/experiments/choices?text=a",
        ]).Select(static target => Text("GET", target)),
        Text("POST", "/traces/tr-a0000000000000000000000000000001/tags", [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")], Encoding.UTF8.GetBytes("key=a&value=b")),
    ];

    protected override ListenerRole Listener => ListenerRole.Http;

    protected override IEnumerable<(string Method, string Path)> Routes => AllRoutes.Value;

    private static IReadOnlyList<(string Method, string Path)> Find()
    {
        using var server = new ServerInMemory();
        return
        [
            .. from route in server.Routes
               where route.RoutePattern.RawText is not (null or "{**path}") && !route.RoutePattern.RawText.StartsWith("/api", StringComparison.Ordinal)
               from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
               select (method, route.RoutePattern.RawText),
        ];
    }
}
