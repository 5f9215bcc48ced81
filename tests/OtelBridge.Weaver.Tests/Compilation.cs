using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using OtelBridge.TestSupport;
using OtelBridge.Weaver.Weaving;

namespace OtelBridge.Weaver.Tests;

/// <summary>Compiles C# to an assembly file, as the compiler of a build does before the weaver sees it.</summary>
internal static class Compilation
{
    private const string Usings = """
        global using System;
        global using System.Collections;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.Linq;
        global using System.Runtime.CompilerServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using OtelBridge;
        """;

    private static readonly MetadataReference[] Metadata = [.. ReferencePaths().Select(r => MetadataReference.CreateFromFile(r))];

    /// <summary>Every assembly that this process was built to load: the framework, OtelBridge and its packages.</summary>
    public static IReadOnlyList<string> References { get; } = ReferencePaths();

    public static CSharpCompilation Of(string source, OptimizationLevel optimization = OptimizationLevel.Release, string? keyFile = null, string sourcePath = "Sample.cs")
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: optimization,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            deterministic: true,
            cryptoKeyFile: keyFile,
            strongNameProvider: new DesktopStrongNameProvider());
        return CSharpCompilation.Create(
            "Sample",
            [
                CSharpSyntaxTree.ParseText(Usings, parsing),
                CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), parsing, sourcePath),
            ],
            Metadata,
            options);
    }

    /// <summary>Writes the assembly into the folder; with symbols beside it, unless they are embedded.</summary>
    public static string Emit(CSharpCompilation compilation, TemporaryFolder folder, DebugInformationFormat format = DebugInformationFormat.PortablePdb, string? pdbPath = null)
    {
        var path = Path.Combine(folder.Path, compilation.AssemblyName + ".dll");
        using var image = File.Create(path);
        using var symbols = format == DebugInformationFormat.Embedded ? null : File.Create(Path.ChangeExtension(path, ".pdb"));
        var result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: format, pdbFilePath: pdbPath ?? Path.ChangeExtension(path, ".pdb")));
        result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return path;
    }

    public static WeavingReport Weave(string path, string? keyFile = null) => AssemblyWeaver.Weave(new WeavingRequest(path, References, keyFile));

    private static string[] ReferencePaths() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
}
