using System.Text;

namespace OtelBridge.Testing.Files;

/// <summary>Files that lie beside the source of a test.</summary>
internal static class SourceFiles
{
    /// <summary>The file at a path from the folder of a source file on.</summary>
    /// <param name="sourceFile">As the compiler names it.</param>
    /// <param name="path">The path; an absolute one is taken as it is.</param>
    public static string Beside(string sourceFile, string path) => Path.GetFullPath(Path.Combine(FolderOf(sourceFile), path));

    /// <summary>The name of a source file without what follows the dot.</summary>
    public static string NameOf(string sourceFile) => Path.GetFileNameWithoutExtension(Portable(sourceFile));

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var unfinished = $"{file}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(unfinished, text + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(unfinished, file, overwrite: true);
    }

    private static string FolderOf(string sourceFile)
    {
        var folder = Path.GetDirectoryName(sourceFile) ?? string.Empty;
        if (Directory.Exists(folder))
        {
            return folder;
        }

        // Builds that can be repeated write "/_/" in place of the root of the repository, which is a folder above the test's assembly.
        // So does, elsewhere than on Windows, what was built there.
        string[] parts = [.. Portable(sourceFile).Split('/', StringSplitOptions.RemoveEmptyEntries)];
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            for (var first = 1; first < parts.Length; first++)
            {
                if (File.Exists(Path.Combine([above.FullName, .. parts[first..]])))
                {
                    return Path.Combine([above.FullName, .. parts[first..^1]]);
                }
            }
        }

        throw new TraceAssertionException($"The folder of the test's source cannot be found: {folder}. Give an absolute path.");
    }

    private static string Portable(string sourceFile) => sourceFile.Replace('\\', '/');
}
