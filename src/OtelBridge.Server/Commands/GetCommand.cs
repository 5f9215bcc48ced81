using System.CommandLine;
using System.Text.Json;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge get</c>: shows one trace.</summary>
internal sealed class GetCommand
{
    private readonly Argument<string> _traceId = new("TRACE_ID") { Description = "tr- and 32 hex digits, or the hex digits alone." };
    private readonly TraceSourceOptions _source = new();
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Prints one JSON object: 'info', the record of the trace, 'resourceSpans', its spans as OTLP/JSON, and 'spanCosts', US dollars by span id.",
    };

    public GetCommand()
    {
        Command = new Command("get", "Shows one trace as a tree of its spans.") { _traceId };
        _source.AddTo(Command);
        Command.Options.Add(_json);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var source = await _source.OpenAsync(parsed, cancellationToken);
        var trace = await source.GetAsync(parsed.GetRequiredValue(_traceId), cancellationToken);
        if (parsed.GetValue(_json))
        {
            await JsonOutput.WriteAsync(json => Write(json, trace), cancellationToken);
        }
        else
        {
            TraceTreeView.Write(Terminal.Open(), trace);
        }

        return ExitCodes.Ok;
    }

    private static void Write(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartObject();
        json.WritePropertyName("info"u8);
        TraceInfoJson.Write(json, trace.Info);
        OtlpJsonWriter.WriteResourceSpans(json, trace.ResourceSpans);
        CostJson.WriteSpans(json, trace);
        json.WriteEndObject();
    }
}
