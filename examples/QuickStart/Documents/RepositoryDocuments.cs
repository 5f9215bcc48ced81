namespace QuickStart.Documents;

/// <summary>Finds the repository and reads its Markdown files.</summary>
internal static class RepositoryDocuments
{
    private const string Marker = "OtelBridge.sln";

    /// <summary>A larger file is no documentation that a person wrote.</summary>
    private const int MaxFileBytes = 1024 * 1024;

    private static readonly string[] Folders = ["docs", "src", "examples"];
    private static readonly string[] BuildFolders = ["bin", "obj", "node_modules"];

    /// <summary>The sections of every file, in the files' order; empty when this does not run inside the repository.</summary>
    public static IReadOnlyList<DocumentSection> Load()
    {
        var root = FindRoot(AppContext.BaseDirectory) ?? FindRoot(Environment.CurrentDirectory);
        return root is null ? [] : [.. MarkdownFiles(root).SelectMany(file => Read(root, file))];
    }

    private static DirectoryInfo? FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder;
            }
        }

        return null;
    }

    private static IEnumerable<FileInfo> MarkdownFiles(DirectoryInfo root) => root
        .EnumerateFiles("*.md")
        .Concat(Folders
            .Select(name => new DirectoryInfo(Path.Combine(root.FullName, name)))
            .Where(static folder => folder.Exists)
            .SelectMany(MarkdownFilesBelow))
        .Where(static file => file.Length <= MaxFileBytes)
        .OrderBy(static file => file.FullName, StringComparer.Ordinal);

    private static IEnumerable<FileInfo> MarkdownFilesBelow(DirectoryInfo folder) => folder
        .EnumerateFiles("*.md")
        .Concat(folder
            .EnumerateDirectories()
            .Where(static below => !BuildFolders.Contains(below.Name) && below.LinkTarget is null)
            .SelectMany(MarkdownFilesBelow));

    private static IEnumerable<DocumentSection> Read(DirectoryInfo root, FileInfo file) => MarkdownSections.Split(
        Path.GetRelativePath(root.FullName, file.FullName).Replace('\\', '/'),
        File.ReadAllText(file.FullName));
}
