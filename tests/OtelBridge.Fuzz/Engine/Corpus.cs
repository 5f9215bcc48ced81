using System.Security.Cryptography;
using OtelBridge.TestSupport;

namespace OtelBridge.Fuzz.Engine;

/// <summary>The kept inputs of a target: what reached something that no other did, and what failed once, under a name that says how.</summary>
internal sealed class Corpus(string target)
{
    private const int MaxFiles = 40;
    private const int MaxKeptLength = 700;

    /// <summary>Gets the folder.</summary>
    public string Folder { get; } = RepositoryFolder.File("tests", "OtelBridge.Fuzz", "Corpus", target);

    /// <summary>Reads every input, in the order of names.</summary>
    public IReadOnlyList<(string Name, byte[] Input)> Read() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal).Select(static path => (Path.GetFileName(path), File.ReadAllBytes(path)))]
        : [];

    /// <summary>Keeps inputs beside those that are there, the shortest first, as long as there are few.</summary>
    /// <returns>How many were kept.</returns>
    public int Keep(IEnumerable<byte[]> inputs)
    {
        Directory.CreateDirectory(Folder);
        var room = MaxFiles - Directory.EnumerateFiles(Folder).Count();
        var kept = 0;
        foreach (var input in inputs.Where(static input => input.Length is > 0 and <= MaxKeptLength).OrderBy(static input => input.Length))
        {
            var path = Path.Combine(Folder, NameOf(input));
            if (kept < room && !File.Exists(path))
            {
                File.WriteAllBytes(path, input);
                kept++;
            }
        }

        return kept;
    }

    public static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 6));
}
