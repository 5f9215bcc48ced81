using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests.Surface;

/// <summary>A change of what a library shows is a visible change of a file: <c>PublicAPI.txt</c> beside its project.</summary>
/// <remarks><c>OTELBRIDGE_ACCEPT_DOCUMENTS=1</c> writes the files anew.</remarks>
public sealed class PublicSurfaceTests
{
    public static TheoryData<string, Type> Libraries => new()
    {
        { "src/OtelBridge", typeof(Mlflow) },
        { "src/OtelBridge.Contracts", typeof(SpanType) },
        { "src/OtelBridge.GenAI", typeof(GenAI.MlflowAgent) },
        { "src/OtelBridge.Testing", typeof(Testing.TraceCapture) },
    };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Surface_OfALibrary_IsTheRecordedOne(string project, Type typeInside)
    {
        var file = RepositoryFolder.File($"{project}/PublicAPI.txt");
        var surface = PublicSurface.Of(typeInside.Assembly);
        if (Markdown.Document.Accepts)
        {
            File.WriteAllText(file, surface);
        }

        File.ReadAllText(file).ReplaceLineEndings("\n").ShouldBe(surface, "The public surface changed. Is that meant? Then write it down with OTELBRIDGE_ACCEPT_DOCUMENTS=1.");
    }
}
