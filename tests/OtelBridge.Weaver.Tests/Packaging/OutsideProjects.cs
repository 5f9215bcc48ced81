using System.Security.Cryptography;
using OtelBridge.TestSupport.Packaging;

namespace OtelBridge.Weaver.Tests.Packaging;

/// <summary>Two fresh projects outside of the solution: a signed library that uses the package, and a program that uses the library.</summary>
internal sealed class OutsideProjects : IDisposable
{
    private readonly OutsideFolder _folder;
    private readonly PackedSdk _sdk;

    public OutsideProjects(PackedSdk sdk)
    {
        _sdk = sdk;
        _folder = new OutsideFolder(sdk, "tests", "OtelBridge.Weaver.Tests", "Packaging", "Outside");
        using var key = new RSACryptoServiceProvider(2048);
        File.WriteAllBytes(_folder.File("key.snk"), key.ExportCspBlob(includePrivateParameters: true));
    }

    /// <summary>What the compiler wrote for those that reference the library: never woven.</summary>
    public string LibraryReferenceAssembly => _folder.File("Library/obj/Debug/net10.0/ref/Library.dll");

    public string LibraryAssembly => _folder.File("Library/obj/Debug/net10.0/Library.dll");

    public string ProgramAssembly => _folder.File("App/obj/Debug/net10.0/App.dll");

    public string Source(string file) => _folder.File(file);

    /// <summary>Builds both projects and gives what the build printed.</summary>
    public Task<IReadOnlyList<string>> BuildAsync(params string[] options) =>
        DotNet.RunAsync(_folder.File("App"), ["build", "-c", "Debug", "-nodeReuse:false", $"-p:OtelBridgeVersion={_sdk.Version}", .. options]);

    /// <summary>Runs the program and gives what it printed.</summary>
    public Task<IReadOnlyList<string>> RunAsync() => DotNet.RunAsync(_folder.Path, [_folder.File("App/bin/Debug/net10.0/App.dll")]);

    public void Dispose() => _folder.Dispose();
}
