namespace OtelBridge.Testing.Files;

/// <summary>What the environment asks of tests that compare with files.</summary>
internal static class Switches
{
    private const string AcceptTraces = "OTELBRIDGE_ACCEPT_TRACES";
    private const string Record = "OTELBRIDGE_RECORD";
    private const string Ci = "CI";

    /// <summary>Whether golden traces are written as they are. Never on a build server, where nobody would look at them.</summary>
    public static bool AcceptsTraces => IsOn(AcceptTraces) && !IsCi;

    /// <summary>Whether models are called and their answers kept.</summary>
    public static bool Records => IsOn(Record);

    public static string HowToAccept => IsCi
        ? $"Nothing is written where {Ci} is set: run the test with {AcceptTraces}=1 on your own machine, look at the file and commit it."
        : $"If that is right, run the test with {AcceptTraces}=1 in the environment, look at the file and commit it.";

    public static string HowToRecord => $"If that is right, run the test with {Record}=1 in the environment, which calls the model and writes the file anew.";

    private static bool IsCi => Environment.GetEnvironmentVariable(Ci) is { Length: > 0 } text && !IsOff(text);

    private static bool IsOn(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text && !IsOff(text);

    private static bool IsOff(string text) => text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
}
