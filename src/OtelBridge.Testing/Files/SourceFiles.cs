using System.Text;

namespace OtelBridge.Testing.Files;

/// <summary>Files that lie beside the source of a test.</summary>
internal static class SourceFiles
{
    /// <summary>The file at a path from the folder of a source file on.</summary>
    /// <param name="sourceFile">As the compiler names it.</param>
    /// <param name="path">The path; an absolute one is taken as it is.</param>
    public static string Beside(string sourceFile, string path) => Path.GetFullPath(Path.Combine(FolderOf(sourceFile), path));

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
        var parts = folder.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            for (var first = 1; first < parts.Length; first++)
            {
                var candidate = Path.Combine([above.FullName, .. parts[first..]]);
                if (File.Exists(Path.Combine(candidate, Path.GetFileName(sourceFile))))
                {
                    return candidate;
                }
            }
        }

        throw new TraceAssertionException($"The folder of the test's source cannot be found: {folder}. Give an absolute path.");
    }
}
