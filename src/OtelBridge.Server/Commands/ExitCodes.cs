namespace OtelBridge.Server.Commands;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>It was done.</summary>
    public const int Ok = 0;

    /// <summary>It could not be done; one line on the error stream says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line or a setting is wrong; the error stream lists everything that is.</summary>
    public const int Usage = 2;
}
