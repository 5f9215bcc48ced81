namespace OtelBridge.Fuzz.Targets;

/// <summary>A folder for a store of its own; in memory where the system has such a place, since nothing here is meant to last.</summary>
internal sealed class StoreFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    private readonly string _path = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"otelbridge-fuzz-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("otelbridge-fuzz-").FullName;

    /// <summary>Gets the address of a store in it.</summary>
    public string Address => $"sqlite:{File("otelbridge.db")}";

    public string File(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
