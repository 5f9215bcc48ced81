using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Commands;

/// <summary>The provider of OpenID Connect by the options and variables of <c>otelbridge serve</c>.</summary>
public sealed class ServeOpenIdConnectTests
{
    private const string Secret = "hush-hush-secret";

    private static readonly string[] Provider = ["--oidc-authority", "https://login.example.com/realms/main", "--oidc-client-id", "otelbridge"];

    [Theory]
    [InlineData("--oidc-authority needs --auth", true, "--oidc-authority", "https://login.example.com", "--oidc-client-id", "otelbridge")]
    [InlineData("with https", true, "--auth", "--oidc-authority", "http://login.example.com", "--oidc-client-id", "otelbridge")]
    [InlineData("'login' is not the issuer", true, "--auth", "--oidc-authority", "login", "--oidc-client-id", "otelbridge")]
    [InlineData("--oidc-client-id and OTELBRIDGE_OIDC_CLIENT_SECRET; give both", false, "--auth", "--oidc-authority", "https://login.example.com", "--oidc-client-id", "otelbridge")]
    [InlineData("--oidc-client-id: there is no provider; name one by --oidc-authority", false, "--auth", "--oidc-client-id", "otelbridge")]
    [InlineData("OTELBRIDGE_OIDC_CLIENT_SECRET: there is no provider", true, "--auth")]
    public async Task Provider_ThatCannotBe_StopsTheStart_AndSaysWhatToWrite(string message, bool hasSecret, params string[] options)
    {
        using var folder = new TemporaryFolder();

        var result = await OtelBridgeCommand.RunAsync(Environment(hasSecret), ["serve", "--store", $"sqlite:{folder.File("a.db")}", "--grpc", "off", "--otlp-http", "off", "--http", "127.0.0.1:0", .. options]);

        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain(message);
        result.Error.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Provider_IsOnThePageForSigningIn_AndNeedNotBeThereForTheStart()
    {
        using var folder = new TemporaryFolder();
        await using var server = await OtelBridgeProcess.StartAsync(
            ["--store", $"sqlite:{folder.File("a.db")}", "--grpc", "off", "--otlp-http", "off", "--http", "127.0.0.1:0", "--auth", .. Provider], Environment(hasSecret: true));
        using var http = new HttpClient();

        var page = await http.GetStringAsync(new Uri(server.HttpAddress, "/sign-in"));

        page.ShouldContain("Sign in with login.example.com");
    }

    private static Dictionary<string, string?> Environment(bool hasSecret) =>
        new(StringComparer.Ordinal) { ["OTELBRIDGE_OIDC_CLIENT_SECRET"] = hasSecret ? Secret : null, ["OTELBRIDGE_ADMIN_PASSWORD"] = "the admin's own" };
}
