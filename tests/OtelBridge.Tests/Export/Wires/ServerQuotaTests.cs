using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using OtelBridge.Configuration;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Wires;

/// <summary>Our exporter with a key that may store less than it sends, at our server.</summary>
public sealed class ServerQuotaTests
{
    private const int AtOnce = 20;
    private const string Password = "the admin's own";

    private static readonly AuthenticationHeaderValue Admin = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}")));

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Spans_OverTheQuota_ComeLater_NoneIsLostOrSentTwice_AndAnotherKeyIsNeverRefused(string protocol)
    {
        await using var server = await ServerUnderTest.StartAsync(static options => (options.Access.IsRequired, options.Access.AdminPassword) = (true, Password));
        var noisy = await MakeKeyAsync(server, new { spans_per_second = AtOnce, spans_at_once = AtOnce });
        var quiet = await MakeKeyAsync(server, null);
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, (protocol == "grpc" ? server.GrpcAddress : server.OtlpHttpAddress).GetLeftPart(UriPartial.Authority)),
            (EnvironmentKeys.OtlpProtocol, protocol),
            (EnvironmentKeys.OtlpHeaders, $"authorization=Bearer%20{noisy}"));

        for (var i = 0; i < 2 * AtOnce; i++)
        {
            Mlflow.StartSpan("noisy").Dispose(); // in one request, which is too large: it is halved
        }

        var flushing = tracing.FlushAsync(Traced.Patience);
        for (var i = 1; i <= AtOnce; i++)
        {
            await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(i, 1)), [new("authorization", $"Bearer {quiet}")]);
        }

        (await flushing).IsComplete.ShouldBeTrue();
        var numbers = await NumbersAsync(server);
        numbers["otelbridge_spans_stored_total"].ShouldBe(3 * AtOnce); // what is sent twice counts twice there
        numbers["otelbridge_store_spans"].ShouldBe(3 * AtOnce);
        numbers["otelbridge_quota_refused_spans_total"].ShouldBeGreaterThan(0);
    }

    private static async Task<Dictionary<string, long>> NumbersAsync(ServerUnderTest server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = Admin } };
        using var answer = await server.Http.SendAsync(request);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n').Where(static line => line.StartsWith("otelbridge_", StringComparison.Ordinal)).Select(static line => line.Split(' '));
        return lines.ToDictionary(static parts => parts[0], static parts => long.Parse(parts[1]));
    }

    private static async Task<string> MakeKeyAsync(ServerUnderTest server, object? quota)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/3.0/otelbridge/keys")
        {
            Content = JsonContent.Create(new { name = "key", scopes = new[] { "ingest" }, quota }),
            Headers = { Authorization = Admin },
        };
        using var answer = await server.Http.SendAsync(request);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["secret"]!;
    }
}
