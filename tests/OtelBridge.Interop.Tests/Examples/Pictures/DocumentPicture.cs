using System.Text.RegularExpressions;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples.Pictures;

/// <summary>A picture in docs/images of what a program prints; it is held to what the program prints today.</summary>
/// <remarks><c>OTELBRIDGE_ACCEPT_DOCUMENTS=1</c> draws the pictures anew.</remarks>
internal static partial class DocumentPicture
{
    /// <summary>What is compared of a line: times before it move its end.</summary>
    private const int ComparedColumns = 68;

    private static readonly bool Accepts = Environment.GetEnvironmentVariable("OTELBRIDGE_ACCEPT_DOCUMENTS") == "1";

    /// <summary>Compares the traces that were printed with those in the picture: everything but ids and times.</summary>
    /// <param name="name">The file's name, without its ending.</param>
    /// <param name="command">What a person types to get it.</param>
    /// <param name="printed">Everything that was printed, with terminal colours.</param>
    /// <param name="shown">Which of the traces the picture shows; all when absent.</param>
    public static void ShouldShow(string name, string command, IReadOnlyList<string> printed, Range? shown = null)
    {
        var trees = Trees(printed).ToArray()[shown ?? ..];
        trees.ShouldNotBeEmpty();
        List<string> lines = [.. trees.SelectMany(static tree => tree.Prepend(string.Empty))];
        var file = RepositoryFolder.File("docs", "images", $"{name}.svg");
        if (Accepts)
        {
            File.WriteAllText(file, TerminalPicture.Draw(command, lines));
            return;
        }

        TerminalPicture.TextOf(File.ReadAllText(file)).Skip(1).Select(Comparable).ShouldBe(lines.Select(TerminalPicture.WithoutColors).Select(Comparable));
    }

    /// <summary>The trees among the lines, each from its header to the lines of what it cost and what people say of it.</summary>
    private static List<List<string>> Trees(IEnumerable<string> printed)
    {
        var trees = new List<List<string>>(); // bounded by what was printed
        var isTree = false;
        foreach (var line in printed)
        {
            var plain = TerminalPicture.WithoutColors(line);
            if (TraceId().IsMatch(plain) && plain.Contains(" · ", StringComparison.Ordinal))
            {
                trees.Add([]);
                isTree = true;
            }

            isTree &= plain.Length > 0 && !plain.StartsWith("again ", StringComparison.Ordinal);
            if (isTree)
            {
                trees[^1].Add(line);
            }
        }

        return trees;
    }

    private static string Comparable(string line)
    {
        var text = Session().Replace(TraceId().Replace(Duration().Replace(line, "TIME"), "ID"), "SESSION");
        return text[..Math.Min(text.Length, ComparedColumns)];
    }

    [GeneratedRegex("tr-[0-9a-f]{32}")]
    private static partial Regex TraceId();

    [GeneratedRegex(@"\b[0-9]+(\.[0-9]+)? (µs|ms|s)\b")]
    private static partial Regex Duration();

    // chat-0a1b2c3d
    [GeneratedRegex("\\b[a-z]+-[0-9a-f]{8}\\b")]
    private static partial Regex Session();
}
