namespace OtelBridge.Interop.Tests.Examples;

/// <summary>What a run of an example printed and ended with.</summary>
internal sealed record ExampleRun(int ExitCode, IReadOnlyList<string> Lines, string Errors)
{
    /// <summary>Everything on the screen.</summary>
    public string Screen => string.Join('\n', Lines);

    /// <summary>Fails unless it ended well, and shows what it said.</summary>
    public void ShouldEndWell()
    {
        ExitCode.ShouldBe(0, $"{Screen}\n{Errors}");
        Errors.ShouldBeEmpty();
    }
}
