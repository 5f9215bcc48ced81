using OtelBridge.Documents.Tests.Markdown;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests;

/// <summary>The C# in the documents is compiled and run: each block is a snippet of this project, letter by letter.</summary>
/// <remarks><c>OTELBRIDGE_ACCEPT_DOCUMENTS=1</c> writes the blocks of the documents anew from the snippets.</remarks>
public sealed class SnippetTests
{
    private static readonly string[] Documents = ["README.md", "src/OtelBridge/README.md", "src/OtelBridge.GenAI/README.md", "src/OtelBridge.Testing/README.md", "src/OtelBridge.Server/README.md", .. Directory.GetFiles(RepositoryFolder.File("docs"), "*.md").Select(static f => $"docs/{Path.GetFileName(f)}")];

    public static TheoryData<string> Shown => [.. Documents];

    [Theory]
    [MemberData(nameof(Shown))]
    public void CodeBlock_InADocument_IsACompiledSnippet(string path)
    {
        var document = new Document(path);
        document.CodeBlocks.Where(static block => block.Name is null).Select(static block => block.Code).ShouldBeEmpty("Name the snippet above the block: <!-- snippet: NAME -->");

        foreach (var name in document.CodeBlocks.Select(static block => block.Name!).ToList())
        {
            CompiledSnippets.All.Keys.ShouldContain(name);
            var block = document.CodeBlocks.First(b => b.Name == name);
            if (Document.Accepts && block.Code != CompiledSnippets.All[name])
            {
                document.Replace(block, CompiledSnippets.All[name]);
                continue;
            }

            block.Code.ShouldBe(CompiledSnippets.All[name], $"{path} shows another text than the snippet {name}.");
        }
    }

    [Fact]
    public void Snippets_All_AreShownSomewhere()
    {
        var shown = Documents.SelectMany(static path => new Document(path).CodeBlocks).Select(static block => block.Name).ToHashSet();

        CompiledSnippets.All.Keys.Where(static name => !name.StartsWith(PythonToDotnetTests.RowPrefix, StringComparison.Ordinal)).Where(name => !shown.Contains(name)).ShouldBeEmpty();
    }
}
