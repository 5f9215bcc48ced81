using System.Globalization;
using System.Text.Json;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>The file that the server's container is built from.</summary>
internal static class ContainerFile
{
    /// <summary>Where the file lies in the repository.</summary>
    public static string Path { get; } = RepositoryFolder.File("examples", "Dockerfile");

    /// <summary>The ports that a file exposes; none when it is not there.</summary>
    public static IReadOnlyList<int> Exposed(string path) => File.Exists(path)
        ? [.. Instructions(path, "EXPOSE").SelectMany(static line => line.Split(' ')).Select(static port => int.Parse(port, CultureInfo.InvariantCulture))]
        : [];

    /// <summary>The program and its arguments.</summary>
    public static IReadOnlyList<string> EntryPoint() => JsonSerializer.Deserialize<string[]>(Instructions(Path, "ENTRYPOINT").Single())!;

    /// <summary>What follows the name of an instruction, for each that the file has.</summary>
    public static IEnumerable<string> Instructions(string path, string name) =>
        File.ReadLines(path).Where(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..]);
}
