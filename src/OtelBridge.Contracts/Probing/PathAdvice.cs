namespace OtelBridge.Probing;

/// <summary>Says what is wrong with the path of an endpoint that answers 404 or 405, by asking at the paths that people mean.</summary>
internal static class PathAdvice
{
    private const string SignalPath = "/" + ProbeTarget.SpansPath;

    public static async Task NoteAsync(int status, ProbeTarget target, Func<Uri, Task<ProbeAnswer>> ask, ProbeNotes notes)
    {
        var address = target.SpansAddress;
        var path = address.AbsolutePath.TrimEnd('/');
        var seen = $"{target.Shown} answers HTTP {status}";
        if (path.EndsWith(SignalPath + SignalPath, StringComparison.OrdinalIgnoreCase))
        {
            notes.Add(
                EndpointFaults.PathDoubled, $"{seen}: /{ProbeTarget.SpansPath} is in the path twice",
                $"Set the endpoint to {ProbeTarget.Show(With(address, path[..^SignalPath.Length]))}; OTEL_EXPORTER_OTLP_ENDPOINT gets the path added, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is.");
            return;
        }

        if (!path.EndsWith(SignalPath, StringComparison.OrdinalIgnoreCase) && await FindAsync(address, path, ask).ConfigureAwait(false) is { } found)
        {
            notes.Add(EndpointFaults.PathMissing, $"{seen}, and spans are taken at {found.AbsolutePath}", $"Set the endpoint to {ProbeTarget.Show(found)}.");
            return;
        }

        if (status == 405)
        {
            notes.Add(EndpointFaults.MethodRefused, $"{seen}: it does not take POST", "Correct the endpoint: a web server answers there, and no OTLP receiver.");
            return;
        }

        notes.Add(
            EndpointFaults.PathUnknown, seen,
            target.Kind == ProbeTargetKind.Mlflow
                ? "Correct the address, or upgrade the server: MLflow takes spans at /v1/traces from 3.4 on."
                : "Correct host, port and path of the endpoint; OTLP over HTTP is usually at :4318/v1/traces.");
    }

    /// <summary>The address below or beside this one that takes spans.</summary>
    private static async Task<Uri?> FindAsync(Uri address, string path, Func<Uri, Task<ProbeAnswer>> ask)
    {
        foreach (var meant in new[] { path + SignalPath, SignalPath }.Distinct().Select(p => With(address, p)))
        {
            if ((await ask(meant).ConfigureAwait(false)).Status is 200 or 202 or 204 or 400 or 401 or 403)
            {
                return meant;
            }
        }

        return null;
    }

    private static Uri With(Uri address, string path) => new UriBuilder(address) { Path = path, UserName = string.Empty, Password = string.Empty }.Uri;
}
