namespace OtelBridge.Probing;

/// <summary>What an answer to a request without spans says about requests with spans, on either wire.</summary>
internal static class ExportAnswer
{
    public const string WaitRemedy = "Look whether the server is overloaded or hangs, and whether a proxy or firewall between swallows requests.";

    /// <summary>Notes what stands before the receiver, whatever the wire: a redirect, a login, a refusal. False when there is no such thing.</summary>
    public static bool NoteBarrier(ProbeAnswer answer, ProbeTarget target, ProbeNotes notes)
    {
        switch (answer.Status)
        {
            case >= 300 and < 400:
                notes.Add(EndpointFaults.Redirected, $"{target.Shown} redirects to {answer.Location ?? "nowhere"} (HTTP {answer.Status})", "Set the endpoint to the final address; if that is a login page, use an address that takes credentials in headers.");
                return true;
            case 401 or 407:
                NoteUnauthenticated(target, notes, answer.Challenge.Length > 0 ? $" (HTTP {answer.Status}, {answer.Challenge})" : $" (HTTP {answer.Status})");
                return true;
            case 403:
                NoteForbidden(target, notes, " (HTTP 403)");
                return true;
            case 200 when answer.MediaType == "text/html":
                notes.Add(EndpointFaults.WebPage, $"{target.Shown} answers with a web page instead of an acknowledgement", "A login, a proxy or a site of its own answers there: correct the endpoint, or use an address that takes credentials in headers.");
                return true;
            default:
                return false;
        }
    }

    public static void NoteUnauthenticated(ProbeTarget target, ProbeNotes notes, string how) => notes.Add(
        EndpointFaults.Unauthenticated,
        target.Headers.Count == 0 ? $"{target.Shown} wants credentials, and none are set{how}" : $"{target.Shown} does not take the credentials that are set{how}",
        CredentialsRemedy(target));

    public static void NoteForbidden(ProbeTarget target, ProbeNotes notes, string how) => notes.Add(
        EndpointFaults.Forbidden, $"{target.Shown} does not allow this sender to write spans{how}", "Give the user or the key of the credentials the right to write, or set others.");

    private static string CredentialsRemedy(ProbeTarget target) => target.Kind == ProbeTargetKind.Mlflow
        ? "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, to what the server knows."
        : "Set the header that the receiver asks for (Headers, OTEL_EXPORTER_OTLP_HEADERS=key=value) to what it knows.";
}
