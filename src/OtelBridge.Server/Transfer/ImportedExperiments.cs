using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Commands;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>Finds the experiment for each trace of a file: the one that was asked for, or the one of the same name, which is made when it is missing.</summary>
/// <remarks>Not the one of the same id: ids are counted by each store for itself. What comes from MLflow, which tells only the id, goes to Default.</remarks>
internal sealed class ImportedExperiments(ITraceTarget target, string? asked)
{
    private const string Default = "0";

    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal); // bounded by the experiments of the file

    /// <summary>Makes sure that the experiment which was asked for is there.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (asked is not null)
        {
            await target.GetExperimentAsync(new GetExperimentRequest { ExperimentId = asked }, cancellationToken);
        }
    }

    /// <summary>Gives the experiment of a trace; null when nothing is said of it.</summary>
    public async Task<string?> FindAsync(TraceEntry trace, CancellationToken cancellationToken)
    {
        if (asked is not null || trace.ExperimentName is not { Length: > 0 } name)
        {
            return asked ?? (trace.IsMlflow ? Default : null);
        }

        if (!_byName.TryGetValue(name, out var id))
        {
            _byName[name] = id = await FindOrCreateAsync(name, cancellationToken);
        }

        return id;
    }

    /// <summary>Moves spans that name their experiment to another one: where they are kept now, the number they bring means nothing, or something else.</summary>
    public static void Move(TraceEntry trace, string experimentId)
    {
        if (trace.Info is { } info && info.ExperimentId == experimentId)
        {
            return;
        }

        foreach (var resource in trace.Spans.ResourceSpans)
        {
            var spans = resource.ScopeSpans.SelectMany(static scope => scope.Spans).SelectMany(static span => span.Attributes);
            foreach (var attribute in spans.Concat(resource.Resource?.Attributes ?? []).Where(static a => a.Key == MlflowKeys.ExperimentId))
            {
                attribute.Value = new AnyValue { StringValue = experimentId };
            }
        }
    }

    private async Task<string> FindOrCreateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await target.GetExperimentAsync(new GetExperimentRequest { Name = name }, cancellationToken)).ExperimentId;
        }
        catch (Exception e) when (Fault.From(e).Status == GrpcStatusCode.NotFound)
        {
            return await target.CreateExperimentAsync(name, cancellationToken);
        }
    }
}
