using System.Text;

namespace OtelBridge.Web.Addresses;

/// <summary>The addresses of all pages, relative to the page's <c>base</c>.</summary>
internal static class Links
{
    public const string Experiments = "./";
    public const string Status = "status";

    public static string Experiment(string experimentId) => $"experiments/{Uri.EscapeDataString(experimentId)}";

    public static string Traces(Scope scope) => With("traces", scope.Parameters());

    public static string Trace(string traceId, string spanId = "") =>
        With($"traces/{Uri.EscapeDataString(traceId)}", spanId.Length > 0 ? [("span", spanId)] : []);

    /// <summary>Something that belongs to a trace: its tree, its spans, a file.</summary>
    public static string OfTrace(string traceId, string part) => $"{Trace(traceId)}/{part}";

    public static string Compare(string left, string right) => With("compare", [("left", left), ("right", right)]);

    public static string Sessions(Scope scope) => With("sessions", scope.Parameters());

    public static string Session(string experimentId, string sessionId) => With("session", [(Scope.ExperimentName, experimentId), ("id", sessionId)]);

    public static string Dashboard(Scope scope) => With("dashboard", scope.Parameters());

    public static string Runs(Scope scope) => With("runs", scope.ExperimentIds.Select(static id => (Scope.ExperimentName, id)));

    public static string Run(string runId) => $"runs/{Uri.EscapeDataString(runId)}";

    /// <summary>A path with parameters; empty values are left out.</summary>
    public static string With(string path, IEnumerable<(string Name, string Value)> parameters)
    {
        var address = new StringBuilder(path);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in parameters.Where(static parameter => parameter.Value.Length > 0))
        {
            address.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return address.ToString();
    }
}
