using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.TestSupport.Mlflow;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Tests.Export.Wires;

/// <summary>Certificates of both sides, over every wire.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public static TheoryData<string, string, string> Failures
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var wire in (string[])["grpc", "http", "store", "mlflow"])
            {
                data.Add(wire, "untrusted", "name its authority's (PEM)");
                data.Add(wire, "expired", "renew it, and check the clocks");
                data.Add(wire, "other host", "is for another host");
                data.Add(wire, "client wanted", "wants a certificate of the client");
                data.Add(wire, "no tls", "does not speak TLS at this port");
                data.Add(wire, "no file", "It has to be a PEM file");
            }

            return data;
        }
    }

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("grpc", "authority")]
    [InlineData("grpc", "insecure")]
    [InlineData("grpc", "client")]
    [InlineData("http", "authority")]
    [InlineData("http", "insecure")]
    [InlineData("http", "client")]
    [InlineData("store", "authority")]
    [InlineData("store", "insecure")]
    [InlineData("store", "client")]
    [InlineData("mlflow", "authority")]
    [InlineData("mlflow", "insecure")]
    [InlineData("mlflow", "client")]
    public async Task Certificates_ThatFit_LetSpansThrough(string wire, string how)
    {
        var https = _certificates.Https(how == "insecure" ? _certificates.OtherHost : _certificates.Good, wantsClient: how == "client");
        await using var collector = await FakeCollector.StartAsync(https: https);
        await using var mlflow = await FakeMlflowServer.StartAsync(https: https);
        var settings = Settings(wire, how == "insecure" ? null : _certificates.AuthorityPath, how == "insecure", how == "client");
        using var tracing = Traced.To([Address(wire, collector, mlflow), .. settings]);

        Mlflow.StartSpan("s").Dispose();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        (collector.Spans.Count + mlflow.OtlpSpans.Count).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Certificates_ThatDoNotFit_AreNamedWithTheRemedy(string wire, string fault, string remedy)
    {
        var https = fault == "no tls" ? null : _certificates.Https(
            fault == "expired" ? _certificates.Expired : fault == "other host" ? _certificates.OtherHost : _certificates.Good, wantsClient: fault == "client wanted");
        await using var collector = await FakeCollector.StartAsync(https: https);
        await using var mlflow = await FakeMlflowServer.StartAsync(https: https);
        var authority = fault == "untrusted" ? null : fault == "no file" ? "/nowhere/ca.pem" : _certificates.AuthorityPath;
        var (key, address) = Address(wire, collector, mlflow);
        using var events = new Events();
        using var tracing = Traced.To([(key, address.Replace("http:", "https:").Replace("grpc:", "grpcs:")), .. Settings(wire, authority, isInsecure: false, hasClient: false)]);

        Mlflow.StartSpan("s").Dispose();
        await tracing.FlushAsync(Traced.Patience);

        events.Texts("SendFailed").ShouldContain(text => text.Contains(remedy), string.Join(Environment.NewLine, events.Texts("SendFailed")));
        tracing.Delivery.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(0), d => d.Dropped.ShouldBe(new Dictionary<DropReason, long> { [fault == "client wanted" ? DropReason.Unreachable : DropReason.Failed] = 1 }));
        (collector.Attempts, mlflow.Requests.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("store", true)]
    [InlineData("store", false)]
    [InlineData("mlflow", true)]
    [InlineData("mlflow", false)]
    public async Task Questions_UseTheCertificatesToo(string wire, bool isTrusted)
    {
        var https = _certificates.Https(_certificates.Good, wantsClient: true);
        await using var collector = await FakeCollector.StartAsync(https: https);
        await using var mlflow = await FakeMlflowServer.StartAsync(https: https);
        using var tracing = Traced.To([Address(wire, collector, mlflow), .. Settings(wire, isTrusted ? _certificates.AuthorityPath : null, isInsecure: false, hasClient: true)]);
        using var client = new MlflowClient();

        var failure = await Should.ThrowAsync<MlflowException>(() => client.GetTraceAsync("tr-0123456789abcdef0123456789abcdef"));

        if (isTrusted)
        {
            failure.ErrorCode.ShouldBe(wire == "mlflow" ? MlflowErrorCode.ResourceDoesNotExist : MlflowErrorCode.EndpointNotFound);
        }
        else
        {
            failure.Message.ShouldContain("MLFLOW_TRACKING_SERVER_CERT_PATH");
        }
    }

    private static (string Key, string Value) Address(string wire, FakeCollector collector, FakeMlflowServer mlflow) => wire switch
    {
        "grpc" => (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint),
        "http" => (EnvironmentKeys.OtlpEndpoint, collector.HttpEndpoint),
        "store" => (EnvironmentKeys.TrackingUri, collector.TrackingUri),
        _ => (EnvironmentKeys.TrackingUri, mlflow.Address),
    };

    private List<(string Key, string Value)> Settings(string wire, string? authority, bool isInsecure, bool hasClient)
    {
        var isTracking = wire is "store" or "mlflow";
        var settings = new List<(string, string)> { ("Mlflow:Delivery:RetryTimeout", "00:00:00") };
        if (wire == "http")
        {
            settings.Add((EnvironmentKeys.OtlpProtocol, "http/protobuf"));
        }

        if (authority is not null)
        {
            settings.Add((isTracking ? EnvironmentKeys.TrackingServerCertPath : EnvironmentKeys.OtlpCertificate, authority));
        }

        if (isInsecure)
        {
            settings.Add(isTracking ? (EnvironmentKeys.TrackingInsecureTls, "true") : ("Mlflow:Destinations:collector:InsecureTls", "true"));
        }

        if (hasClient && isTracking)
        {
            settings.Add((EnvironmentKeys.TrackingClientCertPath, _certificates.ClientWithKeyPath));
        }
        else if (hasClient)
        {
            settings.AddRange([(EnvironmentKeys.OtlpClientCertificate, _certificates.ClientPath), (EnvironmentKeys.OtlpClientKey, _certificates.ClientKeyPath)]);
        }

        return settings;
    }
}
