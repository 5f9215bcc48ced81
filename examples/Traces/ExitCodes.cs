namespace Traces;

/// <summary>What an example ends with.</summary>
public static class ExitCodes
{
    /// <summary>Every answer was given and every trace came back.</summary>
    public const int Ok = 0;

    /// <summary>One was not, or the program could not start; the screen says what to do.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;
}
