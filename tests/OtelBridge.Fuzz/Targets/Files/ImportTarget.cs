using System.Globalization;
using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Server.Commands;
using OtelBridge.Server.Transfer;
using OtelBridge.Store.Storage;

namespace OtelBridge.Fuzz.Targets.Files;

/// <summary>Files to import: JSON Lines, OTLP/JSON, traces of MLflow, lists of them; a bad line is told and passed over.</summary>
internal sealed class ImportTarget : FuzzTarget
{
    private const int RunsOfOneStore = 3000;

    private StoreFolder? _folder;
    private StoreTraceTarget? _target;
    private int _runs;

    public override string Name => "import";

    public override string What => "files to import, line by line into a SQLite store";

    public override int InputsInTests => 120;

    public override bool CanGrow => false;

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Json, .. WordLists.OtlpJson, .. WordLists.Rest, "\n", "info", "experiment_name", "resourceSpans", "data", "spans", "start_time_unix_nano", "duration_nano", "request_preview", "client_request_id", "assessments", "run_ids",
    ];

    public override IEnumerable<byte[]> Seeds =>
    [
        .. SpanSeeds.Json,
        .. TracesJsonTarget.Files.Select(Encoding.UTF8.GetBytes),
        .. TracesJsonTarget.Files.Select(static file => Encoding.UTF8.GetBytes("""{"info":{"trace_id":"tr-1","request_time":"2025-11-05T08:49:18.699Z","execution_duration":"1.5s","state":"OK","tags":{"a":"b"}},"data":""" + file + "}")),
        Encoding.UTF8.GetBytes("""[{"info":{"request_id":"x","timestamp_ms":1,"execution_time_ms":2,"status":"OK","tags":{},"request_metadata":{"a":"b"}},"data":""" + TracesJsonTarget.Files[1] + "}]"),
        Line(),
    ];

    public override long AllowedBytes(int length) => (64L << 20) + (10_000L * length);

    public override string Run(ReadOnlySpan<byte> input)
    {
        if (_target is null || ++_runs % RunsOfOneStore == 0)
        {
            Reset();
        }

        var result = new ImportResult();
        var target = _target!; // Reset made one
        new TraceImporter(target, new ImportedExperiments(target, null), result)
            .RunAsync(new MemoryStream(input.ToArray()), static (_, _) => { }, CancellationToken.None).GetAwaiter().GetResult();
        var error = result.Errors is [var first, ..] ? first : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Min(result.Traces, 3)} {error[..Math.Min(error.Length, 40)].Split('\'')[0]}");
    }

    public override void Reset()
    {
        Close();
        _folder = new StoreFolder();
        _target = new StoreTraceTarget(TraceStores.OpenAsync(_folder.Address, StoreAccess.ReadWrite, CancellationToken.None).GetAwaiter().GetResult(), PriceTable.Default);
    }

    public override void Dispose()
    {
        Close();
        base.Dispose();
    }

    private void Close()
    {
        _target?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder?.Dispose();
        (_target, _folder) = (null, null);
    }

    private static byte[] Line()
    {
        var spans = Encoding.UTF8.GetString(OtlpJsonWriter.WriteRequest(SpanSeeds.Requests[0]).Span)[1..];
        return Encoding.UTF8.GetBytes(
            """{"info":{"trace_id":"tr-a0000000000000000000000000000001","experiment_id":"0","state":"OK","name":"x","start_time_unix_nano":"1762332558000000000","duration_nano":"10","tags":{"a":"b"},"metadata":{},"assessments":[{"assessment_id":"a-1","name":"good","source_type":"HUMAN","source_id":"me","create_time_ms":"1","feedback":{"value":true}}],"run_ids":[]},"experiment_name":"Default","""
            + spans);
    }
}
