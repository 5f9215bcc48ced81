using System.Text;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Tests.Tls;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>What browsers are told with every answer.</summary>
public sealed class AnswerHeadersTests
{
    [Theory]
    [InlineData("otlp-http", "/health", 200)]
    [InlineData("otlp-http", "/v1/traces", 405)]
    [InlineData("http", "/version", 200)]
    [InlineData("http", "/metrics", 200)]
    [InlineData("http", "/api/2.0/mlflow/experiments/get?experiment_id=0", 200)]
    [InlineData("http", "/api/2.0/mlflow/experiments/get?experiment_id=99", 404)]
    [InlineData("http", "/nowhere", 404)]
    [InlineData("jaeger", "/api/v3/services", 200)]
    [InlineData("zipkin", "/api/v2/services", 200)]
    public async Task EveryAnswer_IsTakenForWhatItSaysItIs_AndShownInNoPage(string listener, string path, int status)
    {
        await using var server = await StartPlainAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(TlsServer.AddressOf(server, listener), path));

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task Pages_KeepTheirOwnPolicy()
    {
        await using var server = await StartPlainAsync();

        using var page = await server.Http.GetAsync("/");

        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData("traces.example.org", 365, "max-age=31536000")]
    [InlineData("traces.example.org:5000", 30, "max-age=2592000")]
    [InlineData("traces.example.org", 0, null)]
    [InlineData("localhost:5000", 365, null)]
    [InlineData("127.0.0.1", 365, null)]
    [InlineData("[::1]:5000", 365, null)]
    public async Task Tls_IsRememberedForHostsWithAName(string host, int days, string? expected)
    {
        using var files = new ServerTlsFiles();
        await using var server = await TlsServer.StartAsync(files, new OtelBridgeServerTls { Certificate = files.CertificatePath, Key = files.KeyPath, HstsMaxAge = TimeSpan.FromDays(days) });
        await using var stream = await TlsServer.ShakeHandsAsync(server.HttpAddress, files.Client());

        // A client of HTTP would look for the name in the certificate.
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(TlsServer.Patience);

        answer.ShouldStartWith("HTTP/1.1 200 ");
        answer.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Strict-Transport-Security", StringComparison.Ordinal)).ShouldBe(expected is null ? null : $"Strict-Transport-Security: {expected}");
    }

    [Fact]
    public async Task Cookies_OverTls_AreForTlsAlone()
    {
        using var files = new ServerTlsFiles();
        await using var server = await TlsServer.StartAsync(files);
        using var form = new StringContent("theme=dark", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/theme") { Content = form, Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = files.Client(), UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.HttpAddress };

        using var answer = await http.SendAsync(request);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("; secure", Case.Insensitive);
        cookie.ShouldContain("; samesite=lax", Case.Insensitive);
    }

    private static Task<ServerUnderTest> StartPlainAsync() => ServerUnderTest.StartAsync(static options =>
    {
        options.Jaeger = ListenAddress.AnyLoopbackPort;
        options.Zipkin = ListenAddress.AnyLoopbackPort;
    });
}
