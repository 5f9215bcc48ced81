using OtelBridge.TestSupport;

namespace OtelBridge.Fuzz.Engine;

/// <summary>Findings on disk: the input, and beside it what happened and how it is replayed.</summary>
internal static class FindingFiles
{
    private const int MaxDetail = 6000;

    private static string Folder => RepositoryFolder.File("TestResults", "fuzz");

    /// <summary>Writes a finding, and says where the input is.</summary>
    public static string Write(Finding finding)
    {
        var folder = Path.Combine(Folder, finding.Target);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{finding.Kind}-{Corpus.NameOf(finding.Input)}");
        File.WriteAllBytes(path, finding.Input);
        File.WriteAllText(path + ".txt", Text(finding, path));
        return path;
    }

    /// <summary>What a person reads.</summary>
    public static string Text(Finding finding, string path) =>
        $"""
        {finding.Signature}
        input: {path} ({finding.Input.Length} bytes)
        replay: dotnet run -c Release --project tests/OtelBridge.Fuzz -- --only {finding.Target} --replay {path}
        {(finding.Detail.Length <= MaxDetail ? finding.Detail : finding.Detail[..MaxDetail])}

        """;

    /// <summary>Where a target's process writes the input that it runs.</summary>
    public static string Running(string target)
    {
        Directory.CreateDirectory(Folder);
        return Path.Combine(Folder, target + ".running");
    }
}
