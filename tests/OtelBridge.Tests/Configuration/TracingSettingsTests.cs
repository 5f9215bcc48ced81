using System.Globalization;
using OpenTelemetry.Exporter;
using OtelBridge.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Tests.Configuration;

public sealed class TracingSettingsTests
{
    private const string Collector = EnvironmentKeys.OtlpEndpoint + "=http://c:1";
    private const string TracesCollector = EnvironmentKeys.OtlpTracesEndpoint + "=http://t:2";
    private const string Dual = EnvironmentKeys.EnableDualExport + "=true";
    private const string NoOtlp = EnvironmentKeys.EnableOtlpExporter + "=false";

    [Theory]
    [InlineData(false, true, "")]
    [InlineData(true, false, Collector)]
    [InlineData(true, false, TracesCollector)]
    [InlineData(true, true, Collector, Dual)]
    [InlineData(false, true, Collector, NoOtlp)]
    [InlineData(false, true, Collector, NoOtlp, Dual)]
    [InlineData(false, true, Dual)]
    [InlineData(true, false, "Mlflow:Export=Collector")]
    [InlineData(false, true, "Mlflow:Export=store", Collector)]
    [InlineData(true, true, "Mlflow:Export=Both")]
    [InlineData(false, false, "Mlflow:Export=None", Collector)]
    [InlineData(false, true, "Mlflow:Export=Somewhere")]
    [InlineData(true, false, "Mlflow:Export=Auto", Collector)]
    [InlineData(true, true, "Mlflow:EnableDualExport=true", Collector)]
    [InlineData(false, true, EnvironmentKeys.OtlpEndpoint + "=")]
    [InlineData(false, true, EnvironmentKeys.OtlpEndpoint + "=nonsense")]
    public void Route_IsMlflowsTable(bool collector, bool store, params string[] settings)
    {
        var decided = Decide(null, settings);

        (decided.Collector is not null).ShouldBe(collector);
        (decided.Store is not null).ShouldBe(store);
    }

    [Theory]
    [InlineData("Mlflow:Destinations:store:Endpoint=http://m:5000", ExportDestinationKind.Mlflow, "http://m:5000/")]
    [InlineData("Mlflow:Destinations:STORE:Endpoint=https://m/x", ExportDestinationKind.Mlflow, "https://m/x/")]
    [InlineData("Mlflow:Destinations:Store:Endpoint=grpc://s:1", ExportDestinationKind.Store, "http://s:1/")]
    public void DefaultStore_AddressOfItsOwn_IsUnderstoodAsATrackingUri(string setting, ExportDestinationKind kind, string address)
    {
        var store = Decide(null, setting).Destinations.ShouldHaveSingleItem();

        (store.Name, store.Kind, store.Endpoint).ShouldBe(("store", kind, address));
    }

    [Theory]
    [InlineData("http://code:4317/", "grpc://code", "grpc://section", "grpc://environment")]
    [InlineData("http://section:4317/", null, "grpc://section", "grpc://environment")]
    [InlineData("http://environment:4317/", null, null, "grpc://environment")]
    [InlineData("http://localhost:4317/", null, null, null)]
    [InlineData("http://section:4317/", "nonsense", "grpc://section", null)]
    [InlineData("http://environment:4317/", null, "sqlite:///mlflow.db", "grpc://environment")]
    [InlineData("http://section:5000/", null, "http://section:5000", "grpc://environment")]
    [InlineData("https://mlflow.example/base/", "https://mlflow.example/base?secret=1", null, null)]
    [InlineData("http://localhost:4317/", "https://user:secret@mlflow.example", null, null)]
    [InlineData("https://secure:99/", "grpcs://secure:99", null, null)]
    [InlineData("http://[::1]:7/", "grpc://[::1]:7", null, null)]
    public void TrackingUri_Precedence_IsCodeSectionEnvironmentDefault(string expected, string? code, string? section, string? environment)
    {
        var decided = Decide(o => o.TrackingUri = code, $"Mlflow:TrackingUri={section}", $"{EnvironmentKeys.TrackingUri}={environment}");

        decided.Store!.Address.AbsoluteUri.ShouldBe(expected);
    }

    [Fact]
    public void EverySetting_FromTheSection_IsRead()
    {
        var decided = Decide(
            null,
            "Mlflow:ExperimentName=support",
            "Mlflow:SamplingRatio=0.25",
            "Mlflow:Sources:0=A",
            "Mlflow:Sources:1=B.*",
            "Mlflow:MaxContentBytes=5000",
            "Mlflow:MaxContentTime=00:00:02",
            "Mlflow:Delivery:MaxQueueSpans=10",
            "Mlflow:Delivery:MaxQueueBytes=2",
            "Mlflow:Delivery:MaxBatchSpans=3",
            "Mlflow:Delivery:BatchDelay=00:00:00.5",
            "Mlflow:Delivery:MaxRequestBytes=4",
            "Mlflow:Delivery:SendTimeout=00:00:05",
            "Mlflow:Delivery:RetryTimeout=00:00:06",
            "Mlflow:Delivery:ShutdownTimeout=00:00:07");

        decided.Store!.ExperimentName.ShouldBe("support");
        decided.SamplingRatio.ShouldBe(0.25);
        decided.Sources.ShouldBe(["A", "B.*"]);
        decided.MaxContentBytes.ShouldBe(5000);
        decided.MaxContentTime.ShouldBe(TimeSpan.FromSeconds(2));
        decided.Delivery.ShouldBe(new DeliverySettings
        {
            MaxQueueSpans = 10,
            MaxQueueBytes = 2,
            MaxBatchSpans = 3,
            BatchDelay = TimeSpan.FromSeconds(0.5),
            MaxRequestBytes = 4,
            SendTimeout = TimeSpan.FromSeconds(5),
            RetryTimeout = TimeSpan.FromSeconds(6),
            ShutdownTimeout = TimeSpan.FromSeconds(7),
        });
    }

    [Fact]
    public void MlflowsAsyncVariables_AreTheQueuesBounds()
    {
        var delivery = Decide(null, $"{EnvironmentKeys.AsyncMaxQueueSize}=7", $"{EnvironmentKeys.AsyncRetryTimeout}=500").Delivery;

        delivery.ShouldBe(new DeliverySettings { MaxQueueSpans = 7, MaxBatchSpans = 7, RetryTimeout = TimeSpan.FromSeconds(500) });
        Decide(null, "Mlflow:Delivery:MaxQueueSpans=8", $"{EnvironmentKeys.AsyncMaxQueueSize}=7").Delivery.MaxQueueSpans.ShouldBe(8);
    }

    [Fact]
    public void Code_BeforeSection_ForEverySetting()
    {
        var decided = Decide(
            o =>
            {
                o.ExperimentId = "7";
                o.SamplingRatio = 1;
                o.Sources.Add("Code");
                o.MaxContentBytes = 6000;
                o.Delivery.MaxQueueSpans = 9;
                o.Delivery.BatchDelay = TimeSpan.FromSeconds(9);
            },
            "Mlflow:ExperimentId=8", $"{EnvironmentKeys.ExperimentId}=9", "Mlflow:SamplingRatio=0", "Mlflow:Sources=Section", "Mlflow:MaxContentBytes=1", "Mlflow:Delivery:MaxQueueSpans=10", "Mlflow:Delivery:BatchDelay=00:00:01");

        decided.Store!.ExperimentId.ShouldBe("7");
        decided.SamplingRatio.ShouldBe(1);
        decided.Sources.ShouldBe(["Code", "Section"]);
        decided.MaxContentBytes.ShouldBe(6000);
        decided.Delivery.MaxQueueSpans.ShouldBe(9);
        decided.Delivery.BatchDelay.ShouldBe(TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData(EnvironmentKeys.SamplingRatio, "1.5")]
    [InlineData(EnvironmentKeys.SamplingRatio, "much")]
    [InlineData(EnvironmentKeys.SamplingRatio, "NaN")]
    [InlineData(EnvironmentKeys.TrackingUri, "databricks://host:5000/")]
    [InlineData(EnvironmentKeys.TrackingUri, "grpc:host")]
    [InlineData(EnvironmentKeys.TraceTimeout, "-Infinity")]
    [InlineData(EnvironmentKeys.EnableDualExport, "yes")]
    [InlineData(EnvironmentKeys.ExperimentId, "größe")]
    [InlineData("Mlflow:Export", "1")]
    [InlineData("Mlflow:MaxContentBytes", "-1")]
    [InlineData("Mlflow:Delivery:MaxQueueSpans", "0")]
    [InlineData("Mlflow:Delivery:BatchDelay", "-00:00:01")]
    [InlineData("Mlflow:Delivery:BatchDelay", "99.00:00:00")]
    [InlineData("Mlflow:Delivery:SendTimeout", "00:00:00")]
    [InlineData("Mlflow:MaxContentTime", "00:00:00")]
    [InlineData(EnvironmentKeys.AsyncRetryTimeout, "90000")]
    [InlineData(EnvironmentKeys.AsyncRetryTimeout, "-1")]
    [InlineData(EnvironmentKeys.AsyncMaxQueueSize, "0")]
    public void BadValue_IsReportedOnceAndPassedOver(string key, string value)
    {
        using var events = new Events();

        var decided = Decide(null, $"{key}={value}");

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldStartWith($"{key}|{value}|");
        var plain = Decide(null);
        decided.Ignored.ShouldHaveSingleItem().ShouldSatisfyAllConditions(i => i.Key.ShouldBe(key), i => i.Value.ShouldBe(value));
        decided.ShouldBe(plain with { Sources = decided.Sources, Destinations = decided.Destinations, Ignored = decided.Ignored });
        decided.Destinations.ShouldBe(plain.Destinations);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("a=b,=secret")]
    [InlineData("a=secrët")]
    [InlineData("a=secret%0Ab")]
    [InlineData("bad key=secret")]
    public void BadHeaders_AreReportedWithoutTheirTextAndPassedOver(string headers)
    {
        using var events = new Events();

        var decided = Decide(null, $"{EnvironmentKeys.OtlpEndpoint}=http://c:1", $"{EnvironmentKeys.OtlpHeaders}={headers}");

        decided.Collector.ShouldNotBeNull().Headers.ShouldBeNull();
        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldNotContain("secr");
    }

    [Theory]
    [InlineData("a=1,b=2,", "a=1 b=2")]
    [InlineData(" a = 1 , A=x%2Cy%3D", "a=x,y=")]
    public void Headers_AreReadOneByOne(string headers, string expected)
    {
        var decided = Decide(null, $"{EnvironmentKeys.OtlpEndpoint}=http://c:1", $"{EnvironmentKeys.OtlpHeaders}={headers}");

        string.Join(' ', decided.Collector.ShouldNotBeNull().HeaderPairs().Where(pair => pair.Key != "user-agent").Select(pair => $"{pair.Key}={pair.Value}")).ShouldBe(expected);
    }

    [Fact]
    public void LargestValues_AreBroughtDownToWhatCanBeHeld()
    {
        var most = int.MaxValue.ToString(CultureInfo.InvariantCulture);

        var decided = Decide(
            null, $"Mlflow:Delivery:MaxQueueSpans={most}", $"Mlflow:Delivery:MaxBatchSpans={most}", $"Mlflow:Delivery:MaxRequestBytes={most}").Delivery;

        decided.MaxQueueSpans.ShouldBe(int.MaxValue);
        decided.MaxBatchSpans.ShouldBe(65_536);
        decided.MaxRequestBytes.ShouldBe(64 * 1024 * 1024);
        Decide(null, "Mlflow:Delivery:MaxQueueSpans=20").Delivery.MaxBatchSpans.ShouldBe(20);
    }

    [Fact]
    public void BadValue_AddressWithoutScheme_IsReportedWithoutItsQuery()
    {
        using var events = new Events();

        Decide(null, $"{EnvironmentKeys.TrackingUri}=host:4317/?token=secret");

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldNotContain("secret");
    }

    [Fact]
    public void BadValue_WithUserInformation_IsReportedWithoutIt()
    {
        using var events = new Events();

        Decide(null, $"{EnvironmentKeys.TrackingUri}=http://user:secret@host:5000/?token=secret");

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldNotContain("secret");
    }

    [Fact]
    public void Experiment_ByIdAndName_IdWins()
    {
        using var events = new Events();

        var decided = Decide(null, $"{EnvironmentKeys.ExperimentId}=3", $"{EnvironmentKeys.ExperimentName}=n");

        decided.Store.ShouldBe(new StoreSettings(new Uri("http://localhost:4317"), "3", null));
        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("http://localhost:4317/", "Mlflow:Export=Collector")]
    [InlineData("http://localhost:4318/v1/traces", "Mlflow:Export=Collector", EnvironmentKeys.OtlpProtocol + "=http/protobuf")]
    [InlineData("http://c:1/", Collector)]
    [InlineData("http://c:1/v1/traces", Collector, EnvironmentKeys.OtlpProtocol + "=http/protobuf")]
    [InlineData("http://c:1/base/v1/traces", EnvironmentKeys.OtlpEndpoint + "=http://c:1/base/", EnvironmentKeys.OtlpTracesProtocol + "=http/protobuf", EnvironmentKeys.OtlpProtocol + "=grpc")]
    [InlineData("http://t:2/", TracesCollector, Collector)]
    [InlineData("http://t:2/x", EnvironmentKeys.OtlpTracesEndpoint + "=http://t:2/x", EnvironmentKeys.OtlpProtocol + "=http/protobuf")]
    [InlineData("http://m:3/", "Mlflow:CollectorEndpoint=http://m:3", TracesCollector)]
    public void CollectorEndpoint_FollowsTheStandard(string expected, params string[] settings) =>
        Decide(null, settings).Collector!.Endpoint.AbsoluteUri.ShouldBe(expected);

    [Fact]
    public void CollectorSettings_ForTraces_ComeBeforeThoseForAll()
    {
        var decided = Decide(
            null,
            Collector,
            $"{EnvironmentKeys.OtlpHeaders}=a=1",
            $"{EnvironmentKeys.OtlpTracesHeaders}=b=2",
            $"{EnvironmentKeys.OtlpTimeout}=1000",
            $"{EnvironmentKeys.OtlpTracesTimeout}=2000",
            $"{EnvironmentKeys.OtlpCompression}=none",
            $"{EnvironmentKeys.OtlpTracesCompression}=gzip");

        decided.Collector.ShouldBe(new CollectorSettings(
            new Uri("http://c:1"), OtlpExportProtocol.Grpc, "b=2", TimeSpan.FromSeconds(2), OtlpExportCompression.GZip));
        decided.ToString().ShouldNotContain("b=2");
    }

    private static TracingSettings Decide(Action<MlflowTracingOptions>? configure, params string[] settings)
    {
        var options = new MlflowTracingOptions();
        configure?.Invoke(options);
        var pairs = settings.Where(s => s.Length > 0).Select(s => (s[..s.IndexOf('=', StringComparison.Ordinal)], s[(s.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        return TracingSettingsFactory.Create(options, Traced.Configuration([.. pairs]));
    }
}
