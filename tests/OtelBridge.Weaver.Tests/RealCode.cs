using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using OtelBridge.TestSupport;

namespace OtelBridge.Weaver.Tests;

/// <summary>The sources of a project of this repository, as code that nobody wrote for a weaver, with <c>[Trace]</c> on every method, accessor and local function that has a body.</summary>
internal static class RealCode
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static CSharpCompilation Of(string project, OptimizationLevel optimization)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var files = Directory.EnumerateFiles(RepositoryFolder.File("src", project), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var tracing = new Tracing();
        var trees = files.Select(f =>
        {
            var text = tracing.Visit(CSharpSyntaxTree.ParseText(File.ReadAllText(f), parsing).GetRoot()).ToFullString();
            return CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), parsing, f);
        });
        var compilation = CSharpCompilation.Create(
            project,
            [CSharpSyntaxTree.ParseText(SourceText.From(Usings, Encoding.UTF8), parsing, "Usings.cs"), .. trees],
            Compilation.References.Where(r => Path.GetFileNameWithoutExtension(r) != project).Select(static r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: optimization, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(JsonGenerator()).WithUpdatedParseOptions(parsing).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _);
        return (CSharpCompilation)whole;
    }

    /// <summary>The generator of the framework's reference pack, which each build of such code runs.</summary>
    private static IIncrementalGenerator JsonGenerator()
    {
        // shared/Microsoft.NETCore.App/10.0.0/ -> packs/Microsoft.NETCore.App.Ref/10.0.0/
        var packs = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var path = Directory.GetFiles(packs, "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        var type = Assembly.LoadFrom(path).GetTypes().Single(static t => t is { IsAbstract: false } && typeof(IIncrementalGenerator).IsAssignableFrom(t));
        return (IIncrementalGenerator)Activator.CreateInstance(type)!;
    }

    private sealed class Tracing : CSharpSyntaxRewriter
    {
        private static readonly AttributeListSyntax Trace = SyntaxFactory.AttributeList(
            [SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::OtelBridge.TraceAttribute"))]).WithTrailingTrivia(SyntaxFactory.Space);

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            return visited.Body is null && visited.ExpressionBody is null ? visited : visited.WithoutLeadingTrivia().AddAttributeLists(Trace);
        }

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
        {
            var visited = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
            return visited.WithoutLeadingTrivia().AddAttributeLists(Trace);
        }

        public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
        {
            var visited = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
            return visited.Body is null && visited.ExpressionBody is null ? visited : visited.WithoutLeadingTrivia().AddAttributeLists(Trace);
        }
    }
}
