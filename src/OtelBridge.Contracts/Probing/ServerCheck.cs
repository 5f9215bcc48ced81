using System.Globalization;
using System.Text.RegularExpressions;

namespace OtelBridge.Probing;

/// <summary>Who answers there, and whether it knows the experiment.</summary>
internal static partial class ServerCheck
{
    // The first version that takes spans over OTLP.
    private static readonly Version TakesSpans = new(3, 4);

    public static async Task RunAsync(ProbeTarget target, ProbeHttp http, ExportSeen seen, ProbeNotes notes, CancellationToken cancellationToken)
    {
        switch (target.Kind)
        {
            case ProbeTargetKind.Store:
                await GrpcExperimentCheck.RunAsync(target, http, notes, cancellationToken).ConfigureAwait(false);
                break;
            case ProbeTargetKind.Mlflow:
                await VersionAsync(target, http, seen.IsOtelBridge, notes, cancellationToken).ConfigureAwait(false);
                await RestExperimentCheck.RunAsync(target, http, notes, cancellationToken).ConfigureAwait(false);
                break;
            default:
                if (seen.IsOtelBridge)
                {
                    notes.Ok("server", "OtelBridge store");
                }

                break;
        }
    }

    /// <summary>The version in a text as MLflow's <c>/version</c> gives it; null when it is none.</summary>
    public static Version? ReadVersion(ProbeAnswer answer) =>
        answer.Status == 200 && VersionText().Match(answer.Text.Trim()) is { Success: true } match
            ? new Version(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Whether an MLflow server tells a version that takes no spans.</summary>
    public static async Task<bool> IsOldAsync(ProbeTarget target, ProbeHttp http, CancellationToken cancellationToken) =>
        ReadVersion(await AskVersionAsync(target, http, cancellationToken).ConfigureAwait(false)) is { } version && version < TakesSpans;

    private static Task<ProbeAnswer> AskVersionAsync(ProbeTarget target, ProbeHttp http, CancellationToken cancellationToken) =>
        http.AskAsync(HttpMethod.Get, new Uri(target.Endpoint, "version"), null, [], cancellationToken);

    private static async Task VersionAsync(ProbeTarget target, ProbeHttp http, bool isOtelBridge, ProbeNotes notes, CancellationToken cancellationToken)
    {
        var answer = await AskVersionAsync(target, http, cancellationToken).ConfigureAwait(false);
        var text = ProbeNotes.Quote(answer.Text);
        if (ReadVersion(answer) is not { } version)
        {
            notes.Add(EndpointFaults.ServerUnknown, $"{ProbeTarget.Show(target.Endpoint)}version does not tell a version (HTTP {answer.Status})", "Make sure that an MLflow server is there; for a plain OTLP receiver set the kind Collector.");
        }
        else if (version < TakesSpans)
        {
            notes.Add(EndpointFaults.ServerOld, $"MLflow {text}, which takes no spans over OTLP", "Upgrade the MLflow server to 3.4 or newer; until then each trace goes there as a file.");
        }
        else
        {
            notes.Ok("server", isOtelBridge ? $"OtelBridge store, speaks as MLflow {text}" : $"MLflow {text}");
        }
    }

    // 3.6.0, 3.7.0rc1, 3.6.1.dev0
    [GeneratedRegex(@"^(\d{1,4})\.(\d{1,4})(\.\w+)*\w*$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
