using System.Text;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;

namespace OtelBridge.Tests.Client;

/// <summary>Where a client asks, and as whom.</summary>
public sealed class ClientSettingsTests
{
    private const string Found = """{"trace":{"trace_info":{"trace_id":"tr-1","state":"OK"}}}""";

    [Theory]
    [InlineData("grpc://host", "http://host:4317/")]
    [InlineData("grpcs://host:99", "https://host:99/")]
    [InlineData("http://host:5000", "http://host:5000/")]
    [InlineData(" https://host/base/?q=1 ", "https://host/base/")]
    public void Address_OfEveryForm_IsTaken(string given, string expected)
    {
        using var client = new MlflowClient(given);

        client.TrackingAddress.AbsoluteUri.ShouldBe(expected);
    }

    [Theory]
    [InlineData("sqlite:///mlflow.db")]
    [InlineData("./mlruns")]
    [InlineData("databricks")]
    [InlineData("host:5000")]
    [InlineData("")]
    [InlineData("https://ada:secret@host")]
    public void Address_OfAnotherForm_IsRefusedWithTheFormsThereAre(string given)
    {
        var failure = Should.Throw<MlflowException>(() => new MlflowClient(given));

        failure.ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        failure.Message.ShouldContain(given.Contains('@', StringComparison.Ordinal) ? EnvironmentKeys.TrackingUsername : "grpc://host:port");
        failure.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public void Options_ThatCannotBe_AreRefused()
    {
        Refused(new MlflowClientOptions { Timeout = TimeSpan.Zero });
        Refused(new MlflowClientOptions { MaxRetries = 10 });
        Refused(new MlflowClientOptions { Token = "line\nbreak" });
    }

    [Fact]
    public async Task Credentials_AreSentWithEveryQuestion()
    {
        await using var server = await AnsweringServer.StartAsync(200, Found);

        using (var client = new MlflowClient(new MlflowClientOptions { TrackingUri = server.Address.ToString(), Username = "ada", Password = "größe", Token = "unused" }))
        {
            await client.GetTraceInfoAsync("tr-1");
        }

        using (var client = new MlflowClient(new MlflowClientOptions { TrackingUri = server.Address.ToString(), Token = "t0ken" }))
        {
            await client.GetTraceInfoAsync("tr-1");
        }

        server.Requests[0].Headers["Authorization"].ShouldBe($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:größe"))}");
        server.Requests[1].Headers["Authorization"].ShouldBe("Bearer t0ken");
        server.Requests.ShouldAllBe(static r => !r.Headers.ContainsKey("traceparent"));
    }

    [Fact]
    public async Task Address_WithAPath_IsTheBaseOfEveryQuestion()
    {
        await using var server = await AnsweringServer.StartAsync(200, Found);
        using var client = new MlflowClient($"{server.Address}mlflow/base");

        await client.GetTraceInfoAsync("tr/1?x");

        server.Requests.Single().Path.ShouldBe("/mlflow/base/api/3.0/mlflow/traces/tr%2F1%3Fx");
    }

    [Fact]
    public void Certificates_ThatCannotBeRead_AreNamed()
    {
        var missing = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.pem");

        foreach (var settings in new[] { new RestSettings { Tls = new TlsSettings(missing) }, new RestSettings { Tls = new TlsSettings(ClientCertificatePath: missing) } })
        {
            var failure = Should.Throw<MlflowException>(() => RestHandlers.Create(settings));

            failure.ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
            failure.Message.ShouldContain(missing);
        }
    }

    [Fact]
    public void Secrets_AreNotPrinted()
    {
        var settings = new TrackingSettings { Rest = new RestSettings { Username = "ada", Password = "secret", Token = "secret" } };

        settings.ToString().ShouldNotContain("secret");
        settings.Rest.ToString().ShouldNotContain("secret");
    }

    private static void Refused(MlflowClientOptions options) =>
        Should.Throw<MlflowException>(() => new MlflowClient(options)).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
}
