using Microsoft.Extensions.Logging;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>Keeps the last error that the server logged: it answers whatever happens, and says there what it should not have come to.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    private volatile Exception? _error;

    /// <summary>Takes the error, if there is one.</summary>
    public Exception? Take()
    {
        var error = _error;
        _error = null;
        return error;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _error = new InvalidOperationException(formatter(state, exception), exception);
        }
    }

    public void Dispose()
    {
    }
}
