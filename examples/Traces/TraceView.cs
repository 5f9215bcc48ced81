using System.Globalization;
using OtelBridge;
using OtelBridge.Attributes;
using OtelBridge.Entities;

namespace Traces;

/// <summary>Prints finished traces as they are read back from where they went: as trees, with what they cost.</summary>
public static class TraceView
{
    private const int Width = 124;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // FORCE_COLOR is the usual way to have colours in a file or pipe.
    private static bool UsesColors =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && (!Console.IsOutputRedirected || Environment.GetEnvironmentVariable("FORCE_COLOR") is { Length: > 0 });

    /// <summary>Waits until the spans have gone, reads the traces back and prints them; false when one is not there.</summary>
    public static async Task<bool> WriteAsync(TextWriter screen, IEnumerable<string> traceIds, CancellationToken cancellationToken = default)
    {
        // Spans travel in the background. Only a program that wants to see them at once, or is about to end, waits for them.
        var flushed = await Mlflow.FlushAsync(Patience, cancellationToken);
        var areThere = true;
        foreach (var id in traceIds)
        {
            await screen.WriteLineAsync();
            if (await Mlflow.GetTraceAsync(id, cancellationToken: cancellationToken) is { } trace)
            {
                await screen.WriteAsync(trace.ToTree(Width, UsesColors));
                await screen.WriteLineAsync(Account(trace.Info));
                foreach (var feedback in trace.Info.Assessments.OfType<Feedback>())
                {
                    await screen.WriteLineAsync($"{feedback.Name} {feedback.Value?.GetRawText()} by {feedback.Source.SourceId}: {feedback.Rationale}");
                }
            }
            else
            {
                await screen.WriteLineAsync($"{id} cannot be read back. What became of the spans: {flushed}");
                areThere = false;
            }
        }

        return areThere;
    }

    /// <summary>One line: tokens, cost in US dollars, session.</summary>
    private static string Account(TraceInfo info)
    {
        var tokens = info.TokenUsage is { } usage ? Text($"{usage.InputTokens} tokens in, {usage.OutputTokens} out") : "no tokens";
        

        // A model that no price is known of has no cost; that is not the same as none.
        var cost = info.Cost is { } sum ? Text($"${sum.TotalCost:0.000000}") : "price unknown";
        var session = info.TraceMetadata.TryGetValue(MlflowKeys.TraceSession, out var name) ? $" · session {name}" : string.Empty;
        return $"{tokens} · {cost}{session}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
