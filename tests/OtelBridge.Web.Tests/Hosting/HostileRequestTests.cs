using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.TestSupport;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Tests.Hosting;

/// <summary>Whatever a request says, it is answered, and the server logs no error: <see cref="ServerUnderTest"/> fails when it does.</summary>
public sealed partial class HostileRequestTests : IAsyncLifetime
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly string[] FieldNames =
        ["theme", "return", "name", "description", "key", "value", "id", "ids", "what", "count", "confirm", "kind", "answer", "as", "rationale", "author", "about", "back", "seen", "had", "do"];

    private static readonly string[] Values =
    [
        "%00", "%FF%FE", "%ED%A0%80", "'", "((((", "-1", "2147483648", "99999999999999999999", "1e400", "NaN", "0001-01-01", "9999-12-31T23:59:59.9999999Z", "99999d",
        "%22%3E%3Cscript%3E", "%0D%0AX:%201", "%2F%2Fevil.example", "%F0%9F%98%80", "name%20%3D%20%27", "AAAA", new('a', 5_000),
    ];

    private static readonly string[] Names =
    [
        "experiment", "filter", "last", "from", "to", "order", "columns", "column", "page", "id", "span", "tab", "view", "find", "left", "right", "run", "q", "text", "at",
        "with", "of", "search", "before", "clocks", "rows", "area", "split", "edit",
    ];

    // Some refuse the whole request; these go further by themselves.
    private static readonly string[][] Groups = [Names, ["filter", "order"], ["from", "to"], ["page"], ["text", "at"], ["left", "right"], ["of", "at"], ["id", "experiment"], ["span", "find"]];

    private static readonly IReadOnlyList<RouteEndpoint> Routes = AllRoutes();

    private ServerUnderTest _server = null!;
    private HttpClient _visitor = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _visitor = Visitors.Of(_server);
        _visitor.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await StoredSpans.SendAsync(_server, OtlpSamples.Span(1, 1));
    }

    public async Task DisposeAsync()
    {
        _visitor.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Look_WithAnyParameters_IsAnswered()
    {
        var failed = new List<string>();
        foreach (var pattern in Routes.Where(static route => IsFor(route, "GET")).Select(static route => route.RoutePattern.RawText!))
        {
            var addresses = Values.SelectMany(value => Groups.Select(names => PathOf(pattern, "x") + "?" + string.Join('&', names.Select(name => $"{name}={value}"))))
                .Concat(Values.Select(value => Place().Replace(pattern, value)));
            foreach (var address in addresses)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.HttpAddress, address));
                await AskAsync(request, failed);
            }
        }

        failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_OfAnyForm_IsAnswered()
    {
        var failed = new List<string>();
        (string Type, string Text)[] bodies =
        [
            ("", ""), ("application/json", "{}"), ("multipart/form-data", "x"), ("multipart/form-data; boundary=x", "--x"), (Form, ""), (Form, "what=(((("), (Form, "%00=%00"),
            (Form, string.Join('&', Enumerable.Repeat("a=1", 3_000))), (Form, new string('a', 5_000) + "=1"),
            .. Values.Select(static value => (Form, string.Join('&', FieldNames.Select(name => $"{name}={value}")))),
        ];
        foreach (var pattern in Routes.Where(static route => IsFor(route, "POST")).Select(static route => route.RoutePattern.RawText!))
        {
            foreach (var (type, text) in bodies)
            {
                using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(text));
                content.Headers.ContentType = type.Length > 0 ? MediaTypeHeaderValue.Parse(type) : null;
                using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(pattern, "x")) { Content = content };
                await AskAsync(request, failed, text[..Math.Min(text.Length, 40)]);
            }
        }

        failed.ShouldBeEmpty();
    }

    private static bool IsFor(RouteEndpoint route, string method) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true;

    private static List<RouteEndpoint> AllRoutes()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapWeb();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()];
    }

    private async Task AskAsync(HttpRequestMessage request, List<string> failed, string body = "")
    {
        using var response = await _visitor.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // some answers have no end
        if ((int)response.StatusCode >= 500)
        {
            failed.Add($"{(int)response.StatusCode} {request.Method} {request.RequestUri} {body}");
        }
    }

    private static string PathOf(string pattern, string other) => Place().Replace(pattern, place => place.Groups[1].Value switch
    {
        "traceId" => OtlpSamples.TraceIdText(1),
        "spanId" => OtlpSamples.SpanIdText(1),
        "file" => "otlp",
        "section" => "overview",
        _ => other,
    });

    [GeneratedRegex(@"\{\**(\w+)\}")]
    private static partial Regex Place();
}
