namespace OtelBridge.Store.Aggregates;

/// <summary>A conversation: the traces of one session of one experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="SessionId">The session.</param>
/// <param name="User">Who; null when no trace says so.</param>
/// <param name="FirstStartUnixNano">Start of its first trace.</param>
/// <param name="LastStartUnixNano">Start of its latest trace.</param>
/// <param name="FirstRequest">Preview of its first request; null when there is none.</param>
/// <param name="LastResponse">Preview of its latest response; null when there is none.</param>
/// <param name="Totals">The sums of its traces.</param>
public sealed record SessionSummary(
    string ExperimentId, string SessionId, string? User, long FirstStartUnixNano, long LastStartUnixNano, string? FirstRequest, string? LastResponse, Totals Totals);
