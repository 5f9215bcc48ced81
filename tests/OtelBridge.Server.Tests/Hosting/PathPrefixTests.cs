using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Hosting;

public sealed class PathPrefixTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("/otel", "/otel")]
    [InlineData("/tools/otel-1.0_~/", "/tools/otel-1.0_~")]
    public void Prefix_ThatIsAPath_IsRead(string text, string expected)
    {
        PathPrefix.TryParse(text, out var prefix).ShouldBeTrue();
        prefix.ShouldBe(expected);
    }

    [Theory]
    [InlineData("otel")]
    [InlineData("//otel")]
    [InlineData("/a/../b")]
    [InlineData("/a b")]
    [InlineData("/a?b")]
    [InlineData("https://example.com/otel")]
    [InlineData("/{tenant}")]
    public async Task Prefix_ThatIsNone_StopsTheStart(string text)
    {
        PathPrefix.TryParse(text, out _).ShouldBeFalse();
        using var folder = new TemporaryFolder();
        var options = new OtelBridgeServerOptions { Store = $"sqlite:{folder.File("store.db")}", PathPrefix = text, Grpc = null, OtlpHttp = null, Http = ListenAddress.AnyLoopbackPort };

        await Should.ThrowAsync<ArgumentException>(OtelBridgeServer.StartAsync(options));
    }
}
