namespace OtelBridge.Server.Commands;

/// <summary>The command line or the environment is wrong; carries everything that is, one line each.</summary>
internal sealed class UsageException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public UsageException(string error)
        : this([error])
    {
    }

    public IReadOnlyList<string> Errors { get; } = errors;
}
