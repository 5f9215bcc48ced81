using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Emitters;

/// <summary>One line for each emitter, in a file that <c>tests/run.sh</c> prints.</summary>
public sealed class EmitterReport : IDisposable
{
    private readonly List<string> _lines = []; // bounded by the tests of a class

    public void Add(string line) => _lines.Add(line);

    public void Dispose()
    {
        Directory.CreateDirectory(RepositoryFolder.File("TestResults"));
        File.WriteAllLines(RepositoryFolder.File("TestResults", "OtelBridge.Interop.Tests.txt"), _lines.Order(StringComparer.Ordinal));
    }
}
