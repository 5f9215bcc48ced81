using Microsoft.Extensions.Logging;
using OtelBridge.Diagnostics;
using OtelBridge.Probing;

namespace OtelBridge.Doctor;

/// <summary>The one run of the doctor in the background of a start, for those who develop the program.</summary>
internal static partial class StartDiagnosis
{
    private const string Category = "OtelBridge.Doctor";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Sources are made, and start their first spans, some time after the start.
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(5);

    /// <summary>Starts it and returns at once.</summary>
    /// <param name="diagnosis">What to run.</param>
    /// <param name="loggers">Where to log, asked for when there is something to tell.</param>
    /// <param name="stopping">Ends it.</param>
    public static void Begin(TracingDiagnosis diagnosis, Func<ILoggerFactory?> loggers, CancellationToken stopping)
    {
        // Nothing of whoever starts tracing belongs to it: no activity, no async locals.
        using var apart = ExecutionContext.SuppressFlow();
        _ = Task.Run(() => RunAsync(diagnosis, loggers, stopping), CancellationToken.None);
    }

    private static async Task RunAsync(TracingDiagnosis diagnosis, Func<ILoggerFactory?> loggers, CancellationToken stopping)
    {
        try
        {
            var report = await diagnosis.RunAsync(Patience, Listening, stopping).ConfigureAwait(false);
            var logger = loggers()?.CreateLogger(Category);
            foreach (var fault in report.Faults)
            {
                Tell(fault, logger);
            }

            BridgeEventSource.Log.Diagnosed(report.Summary);
            if (logger is not null)
            {
                LogSummary(logger, report.Summary);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The program ended before the doctor.
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(StartDiagnosis), e);
        }
    }

    private static void Tell(Finding fault, ILogger? logger)
    {
        BridgeEventSource.Log.FaultFound(fault.Subject, fault.Code ?? string.Empty, fault.Seen, fault.Remedy ?? string.Empty);
        if (logger is not null)
        {
            LogFault(logger, fault.Outcome == FindingOutcome.Error ? LogLevel.Error : LogLevel.Warning, fault.Subject, fault.Seen, fault.Remedy, fault.Code);
        }
    }

    [LoggerMessage(EventId = 1, Message = "Tracing, {Subject}: {Seen}. {Remedy} ({Code})")]
    private static partial void LogFault(ILogger logger, LogLevel level, string subject, string seen, string? remedy, string? code);

    [LoggerMessage(2, LogLevel.Information, "Tracing was looked at: {Summary}.")]
    private static partial void LogSummary(ILogger logger, string summary);
}
