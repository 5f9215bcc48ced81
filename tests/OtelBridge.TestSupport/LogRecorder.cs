using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OtelBridge.TestSupport;

/// <summary>Keeps what a server under test logs, so that a test can read it and an unexpected error can fail the test.</summary>
public sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new(); // bounded by what one test provokes

    /// <summary>What was logged at Information and above.</summary>
    public IReadOnlyCollection<LogEntry> Entries => _entries;

    /// <summary>The first line that is asked for, now or once it comes.</summary>
    public async Task<LogEntry> WaitForAsync(Func<LogEntry, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_entries.FirstOrDefault(wanted) is { } entry)
            {
                return entry;
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                entries.Enqueue(new LogEntry(category, logLevel, eventId.Id, formatter(state, exception), exception));
            }
        }
    }
}
