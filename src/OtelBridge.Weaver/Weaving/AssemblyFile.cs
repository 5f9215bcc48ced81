using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>An assembly file with its symbols: read into memory, and written back whole or not at all.</summary>
internal sealed class AssemblyFile : IDisposable
{
    private const byte PrivateKeyBlob = 7;

    private readonly string _path;

    private AssemblyFile(string path, AssemblyDefinition assembly)
    {
        _path = path;
        Assembly = assembly;
    }

    public AssemblyDefinition Assembly { get; }

    public ModuleDefinition Module => Assembly.MainModule;

    private bool HasSymbolFile => Module.SymbolReader is PortablePdbReader;

    private string SymbolPath => Path.ChangeExtension(_path, ".pdb");

    /// <exception cref="BadImageFormatException">The file is no assembly of pure IL.</exception>
    public static AssemblyFile Read(string path, IAssemblyResolver resolver)
    {
        var image = new MemoryStream(File.ReadAllBytes(path));
        var assembly = AssemblyDefinition.ReadAssembly(image, new ReaderParameters { AssemblyResolver = resolver });
        return new AssemblyFile(path, assembly);
    }

    /// <summary>Reads the symbols; false when there are some that cannot be read.</summary>
    public bool TryReadSymbols()
    {
        try
        {
            if (EmbeddedReader() is { } embedded)
            {
                Module.ReadSymbols(embedded);
            }
            else if (File.Exists(SymbolPath))
            {
                Module.ReadSymbols(new PortablePdbReaderProvider().GetSymbolReader(Module, new MemoryStream(File.ReadAllBytes(SymbolPath))));
            }

            return true;
        }
        catch (Exception e) when (e is BadImageFormatException or SymbolsNotMatchingException
            or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Writes assembly and symbols over the files that were read.</summary>
    /// <param name="keyFile">Signs the assembly again; a key without its private part leaves it as delay-signed and public-signed ones are.</param>
    /// <exception cref="IOException">A file cannot be written; both are as they were.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Write(string? keyFile)
    {
        var image = new MemoryStream();
        var symbols = new MemoryStream();
        var key = keyFile is null ? null : File.ReadAllBytes(keyFile);
        var parameters = new WriterParameters { DeterministicMvid = true };
        if (key is { Length: > 0 } && key[0] == PrivateKeyBlob)
        {
            parameters.StrongNameKeyBlob = key;
        }

        if (Module.HasSymbols)
        {
            parameters.WriteSymbols = true;
            parameters.SymbolWriterProvider = HasSymbolFile ? Module.SymbolReader.GetWriterProvider() : new EmbeddedSymbols(_path);
            parameters.SymbolStream = HasSymbolFile ? symbols : null;
        }

        Assembly.Write(image, parameters);
        Replace(image, Module.HasSymbols && HasSymbolFile ? symbols : null);
    }

    public void Dispose() => Assembly.Dispose();

    private static void Put(MemoryStream content, string path)
    {
        var temporary = path + ".weaving";
        try
        {
            File.WriteAllBytes(temporary, content.ToArray());
            File.Replace(temporary, path, destinationBackupFileName: null);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void Replace(MemoryStream image, MemoryStream? symbols)
    {
        // A read-only file could be replaced where its folder is not read-only, but somebody made it so.
        if (new FileInfo(_path).IsReadOnly)
        {
            throw new UnauthorizedAccessException("The file is read-only.");
        }

        // Says no before anything is changed, where the file is locked or may not be written.
        new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        if (symbols is null)
        {
            Put(image, _path);
            return;
        }

        var before = File.ReadAllBytes(SymbolPath);
        Put(symbols, SymbolPath);
        try
        {
            Put(image, _path);
        }
        catch (Exception)
        {
            File.WriteAllBytes(SymbolPath, before);
            throw;
        }
    }

    private ISymbolReader? EmbeddedReader() =>
        Module.HasDebugHeader && Module.GetDebugHeader().Entries.Any(e => e.Directory.Type == ImageDebugType.EmbeddedPortablePdb)
            ? new EmbeddedPortablePdbReaderProvider().GetSymbolReader(Module, _path)
            : null;
}
