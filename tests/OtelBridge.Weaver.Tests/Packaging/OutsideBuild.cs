using OtelBridge.TestSupport.Packaging;

namespace OtelBridge.Weaver.Tests.Packaging;

/// <summary>The package, packed; the projects outside of the solution, built once with it; and what their program printed.</summary>
public sealed class OutsideBuild : IAsyncLifetime
{
    private PackedSdk? _sdk;
    private OutsideProjects? _projects;

    internal PackedSdk Sdk => _sdk!;

    internal OutsideProjects Projects => _projects!;

    /// <summary>What the build printed.</summary>
    public IReadOnlyList<string> Build { get; private set; } = [];

    /// <summary>What the program printed.</summary>
    public IReadOnlyList<string> Output { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _sdk = await PackedSdk.PackAsync();
        _projects = new OutsideProjects(_sdk);
        Build = await _projects.BuildAsync();
        Output = await _projects.RunAsync();
    }

    public Task DisposeAsync()
    {
        _projects?.Dispose();
        _sdk?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The lines of the program that begin with a word, without it.</summary>
    public IReadOnlyList<string> Lines(string word) =>
        [.. Output.Where(line => line.StartsWith(word + ' ', StringComparison.Ordinal)).Select(line => line[(word.Length + 1)..])];
}
