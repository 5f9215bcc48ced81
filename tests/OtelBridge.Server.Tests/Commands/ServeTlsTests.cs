using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Commands;

/// <summary>TLS by the options and variables of <c>otelbridge serve</c>, and commands that speak to such a server.</summary>
public sealed class ServeTlsTests : IDisposable
{
    private static readonly string[] Listeners = ["--grpc", "127.0.0.1:0", "--otlp-http", "off", "--http", "127.0.0.1:0"];

    private readonly ServerTlsFiles _files = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Serve_WithACertificateOfTheEnvironment_ListensWithTls_AndCommandsReachIt()
    {
        using var certificate = _files.Authority.Issue("127.0.0.1");
        using var key = certificate.GetECDsaPrivateKey()!;
        const string Password = "pass word";
        var environment = new Dictionary<string, string?>
        {
            ["OTELBRIDGE_TLS_CERTIFICATE"] = _files.Write("env.crt", certificate.ExportCertificatePem()),
            ["OTELBRIDGE_TLS_KEY"] = _files.Write("env.key", key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))),
            ["OTELBRIDGE_TLS_PASSWORD"] = Password,
            ["OTELBRIDGE_TLS_CLIENT_CA"] = _files.AuthorityPath,
        };
        await using var server = await OtelBridgeProcess.StartAsync([.. Listeners, "--store", $"sqlite:{_folder.File("a.db")}"], environment);
        var address = $"grpcs://{server.GrpcAddress.Authority}";

        var both = await OtelBridgeCommand.RunAsync("search", "--server", address, "--certificate", _files.AuthorityPath, "--client-certificate", _files.ClientPath);
        var byVariables = await OtelBridgeCommand.RunAsync(
            new Dictionary<string, string?>
            {
                ["MLFLOW_TRACKING_URI"] = address,
                ["MLFLOW_TRACKING_SERVER_CERT_PATH"] = _files.AuthorityPath,
                ["MLFLOW_TRACKING_CLIENT_CERT_PATH"] = _files.ClientPath,
            },
            "search");
        var untrusted = await OtelBridgeCommand.RunAsync("search", "--server", address, "--certificate", _files.StrangerPath, "--client-certificate", _files.ClientPath);
        var nobody = await OtelBridgeCommand.RunAsync("search", "--server", address, "--certificate", _files.AuthorityPath);
        var plain = await OtelBridgeCommand.RunAsync("search", "--server", $"grpc://{server.GrpcAddress.Authority}");

        server.Lines.Where(static line => line.Contains("://")).ShouldAllBe(static line => line.Contains("  https://127.0.0.1:"));
        (both.ExitCode, byVariables.ExitCode).ShouldBe((0, 0), both.Error + byVariables.Error);
        ShouldFail(untrusted, "TLS: ", "--certificate");
        untrusted.Error.ShouldContain("PartialChain");
        ShouldFail(nobody, "a certificate of yours by --client-certificate"); // whether the server says why, or the line breaks first, is chance
        ShouldFail(plain, $"If the server has TLS, write grpcs://{server.GrpcAddress.Authority}.");
        server.Log.ShouldNotContain(Password);
    }

    [Fact]
    public async Task Settings_ThatAreWrong_AreAllListedAtOnce()
    {
        var withoutCertificate = await OtelBridgeCommand.RunAsync(["serve", .. Listeners, "--tls-client-ca", "ca.pem", "--tls-client-scope", "some", "--tls-hsts", "soon"]);
        var withoutKey = await OtelBridgeCommand.RunAsync(["serve", .. Listeners, "--tls-certificate", _files.CertificatePath, "--zipkin", "nowhere"]);

        ShouldBeUsage(withoutCertificate, "--tls-client-ca: there is no TLS without a certificate", "--tls-client-scope: 'some' is neither 'ingest' nor 'all'", "--tls-hsts: 'soon'");
        ShouldBeUsage(withoutKey, "--zipkin: 'nowhere'", "name it by --tls-key");
    }

    [Theory]
    [InlineData("A certificate file cannot be used: '/no/such/file'", "--certificate", "/no/such/file")]
    [InlineData("--client-key belongs to --client-certificate", "--client-key", "/no/such/file")]
    public async Task Command_WhoseCertificateCannotBeUsed_SaysSo(string error, params string[] arguments)
    {
        var result = await OtelBridgeCommand.RunAsync(["search", "--server", "grpcs://127.0.0.1:1", .. arguments]);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(error);
    }

    private static void ShouldFail(CommandResult result, params string[] says)
    {
        result.ExitCode.ShouldBe(1, result.Output);
        result.ErrorLines.Count.ShouldBe(1, result.Error);
        foreach (var text in says)
        {
            result.Error.ShouldContain(text);
        }
    }

    private static void ShouldBeUsage(CommandResult result, params string[] says)
    {
        result.ExitCode.ShouldBe(2, result.Output);
        result.ErrorLines.Count.ShouldBe(says.Length + 1, result.Error);
        foreach (var text in says)
        {
            result.Error.ShouldContain(text);
        }
    }
}
