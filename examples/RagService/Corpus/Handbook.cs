namespace RagService.Corpus;

/// <summary>The shop's handbook, which is a part of this program.</summary>
internal static class Handbook
{
    private const string FileName = "handbook.md";
    private const string Heading = "## ";

    /// <summary>Reads the sections.</summary>
    public static IReadOnlyList<Passage> Load()
    {
        using var stream = typeof(Handbook).Assembly.GetManifestResourceStream(FileName) ?? throw new FileNotFoundException(FileName);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split(Heading, StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static Passage Read(string section, int index)
    {
        var lines = section.Split('\n', 2);
        return new Passage(index + 1, lines[0].Trim(), lines[1].Trim());
    }
}
