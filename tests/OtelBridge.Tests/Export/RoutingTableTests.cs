using OpenTelemetry.Exporter;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export;

/// <summary>Where spans go, for every combination of the variables and of the setting that say so.</summary>
public sealed class RoutingTableTests
{
    private static readonly string?[] Booleans = [null, "true", "false"];
    private static readonly string?[] Modes = [null, "Auto", "Collector", "Store", "Both", "None"];
    private static readonly string?[] Protocols = [null, "grpc", "http/protobuf"];

    /// <summary>MLflow's rules in words, one row each, first match wins: Export, collector set, exporter enabled, dual export; what follows.</summary>
    private static readonly (string Mode, bool? Collector, bool? Enabled, bool? Dual, string Goes)[] Rules =
    [
        ("None", null, null, null, ""),
        ("Collector", null, null, null, "collector"),
        ("Store", null, null, null, "store"),
        ("Both", null, null, null, "collector store"),
        ("Auto", false, null, null, "store"),
        ("Auto", true, false, null, "store"),
        ("Auto", true, true, false, "collector"),
        ("Auto", true, true, true, "collector store"),
    ];

    [Fact]
    public void Settings_EveryCombination_FollowTheTable()
    {
        var combinations =
            from mode in Modes
            from traces in new[] { null, "http://t:1/x" }
            from all in new[] { null, "http://a:2" }
            from enabled in Booleans
            from dual in Booleans
            from tracking in new[] { null, "grpc://s:3", "http://m:4" }
            from tracesProtocol in Protocols
            from protocol in Protocols
            from named in new[] { false, true }
            select new
            {
                Settings = $"Export={mode} traces={traces} all={all} enabled={enabled} dual={dual} uri={tracking} protocols={tracesProtocol},{protocol} named={named}",
                Actual = string.Join(" ", Decide(mode, traces, all, enabled, dual, tracking, tracesProtocol, protocol, named).Destinations.Select(Describe)),
                Expected = Expected(mode, traces, all, enabled, dual, tracking, tracesProtocol ?? protocol ?? "grpc", named),
            };

        var decided = combinations.ToList();

        decided.Where(combination => combination.Actual != combination.Expected).ShouldBeEmpty();
        decided.Count.ShouldBe(6 * 2 * 2 * 3 * 3 * 3 * 3 * 3 * 2);
    }

    [Fact]
    public async Task Span_EveryCombinationOfSwitches_ArrivesWhereTheTableSaysAndNowhereElse()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        var wrong = new List<string>();
        var combinations =
            from mode in Modes
            from hasCollector in new[] { false, true }
            from enabled in Booleans
            from dual in Booleans
            select (mode, hasCollector, enabled, dual);

        foreach (var (mode, hasCollector, enabled, dual) in combinations)
        {
            var name = $"Export={mode} collector={hasCollector} enabled={enabled} dual={dual}";
            using (var tracing = Traced.To(
                (EnvironmentKeys.OtlpTracesEndpoint, hasCollector || mode is "Collector" or "Both" ? collector.GrpcEndpoint : string.Empty),
                (EnvironmentKeys.TrackingUri, store.TrackingUri),
                (EnvironmentKeys.EnableOtlpExporter, enabled ?? string.Empty),
                (EnvironmentKeys.EnableDualExport, dual ?? string.Empty),
                ("Mlflow:Export", mode ?? string.Empty)))
            {
                Mlflow.Trace(name, () => { });
                (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue(name);
            }

            string[] arrived = [.. Has(collector, name) ? ["collector"] : Array.Empty<string>(), .. Has(store, name) ? ["store"] : Array.Empty<string>()];
            var expected = Goes(mode, hasCollector, enabled != "false", dual == "true");
            if (string.Join(" ", arrived) != expected)
            {
                wrong.Add($"{name}: '{string.Join(" ", arrived)}', not '{expected}'");
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static bool Has(FakeCollector peer, string name) => peer.Spans.Any(span => span.Name == name);

    private static string Goes(string? mode, bool collector, bool enabled, bool dual) => Rules.First(rule =>
        rule.Mode == (mode ?? "Auto")
        && (rule.Collector ?? collector) == collector
        && (rule.Enabled ?? enabled) == enabled
        && (rule.Dual ?? dual) == dual).Goes;

    private static string Expected(string? mode, string? traces, string? all, string? enabled, string? dual, string? tracking, string protocol, bool named)
    {
        var hasCollector = traces is not null || all is not null;
        var goes = Goes(mode, hasCollector, enabled != "false", dual == "true").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (named && mode is null or "Auto" && named && tracking is null && !goes.Contains("collector"))
        {
            // Whoever names a destination of his own and no tracking server did not mean the one on this machine.
            goes.Remove("store");
        }

        var isHttp = protocol == "http/protobuf";
        var address = traces ?? (all is not null ? (isHttp ? "http://a:2/v1/traces" : "http://a:2/") : isHttp ? "http://localhost:4318/v1/traces" : "http://localhost:4317/");
        var server = tracking switch { null => "Store http://localhost:4317/", "grpc://s:3" => "Store http://s:3/", _ => "Mlflow http://m:4/" };
        return string.Join(" ", goes
            .Select(name => name == "collector" ? $"collector=Collector {(isHttp ? "HttpProtobuf" : "Grpc")} {address}" : $"store={server}")
            .Concat(named && mode != "None" ? ["jaeger=Collector Grpc http://j:5/"] : []));
    }

    private static string Describe(DestinationSettings destination) => destination.Collector is { } collector
        ? $"{destination.Name}={destination.Kind} {(collector.Protocol == OtlpExportProtocol.Grpc ? "Grpc" : "HttpProtobuf")} {collector.Endpoint}"
        : $"{destination.Name}={destination.Kind} {destination.Store!.Address}";

    private static TracingSettings Decide(
        string? mode, string? traces, string? all, string? enabled, string? dual, string? tracking, string? tracesProtocol, string? protocol, bool named)
    {
        (string Key, string? Value)[] pairs =
        [
            ("Mlflow:Export", mode),
            (EnvironmentKeys.OtlpTracesEndpoint, traces),
            (EnvironmentKeys.OtlpEndpoint, all),
            (EnvironmentKeys.EnableOtlpExporter, enabled),
            (EnvironmentKeys.EnableDualExport, dual),
            (EnvironmentKeys.TrackingUri, tracking),
            (EnvironmentKeys.OtlpTracesProtocol, tracesProtocol),
            (EnvironmentKeys.OtlpProtocol, protocol),
            ("Mlflow:Destinations:jaeger:Endpoint", named ? "http://j:5" : null),
        ];
        return TracingSettingsFactory.Create(new MlflowTracingOptions(), Traced.Configuration([.. pairs.Where(pair => pair.Value is not null).Select(pair => (pair.Key, pair.Value!))]));
    }
}
