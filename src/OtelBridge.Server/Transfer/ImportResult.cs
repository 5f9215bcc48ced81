namespace OtelBridge.Server.Transfer;

/// <summary>What became of an import.</summary>
internal sealed class ImportResult
{
    // What a person reads; the rest is counted.
    private const int MaxErrors = 20;

    private readonly List<string> _errors = []; // bounded by MaxErrors

    /// <summary>Gets how many traces are stored.</summary>
    public long Traces { get; private set; }

    /// <summary>Gets how many lines could not be stored.</summary>
    public long BadLines { get; private set; }

    /// <summary>Gets how many links to runs could not be made, since the run is not there.</summary>
    public long MissingRuns { get; private set; }

    /// <summary>Gets what was wrong with the first bad lines.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public void AddTrace() => Traces++;

    public void AddMissingRun() => MissingRuns++;

    public void AddBadLine(long line, string message)
    {
        BadLines++;
        if (_errors.Count < MaxErrors)
        {
            _errors.Add($"line {line}: {message}");
        }
    }
}
