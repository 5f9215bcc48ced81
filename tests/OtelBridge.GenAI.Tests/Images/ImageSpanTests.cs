#pragma warning disable MEAI001 // The interface may still change.
using System.Diagnostics;
using System.Drawing;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Images;

public sealed class ImageSpanTests
{
    [Fact]
    public async Task Call_IsASpanWithPromptAndPictures()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeImageGenerator().UseMlflowTracing();

        await generator.GenerateAsync(new("A cat.", [new DataContent(new byte[3], "image/png")]), new() { Count = 2, ImageSize = new Size(64, 32) });

        var span = spans["generate_content painter"];
        span.Type().ShouldBe(SpanType.Llm);
        span.Kind.ShouldBe(ActivityKind.Client);
        span.Inputs().Compact().ShouldBe(
            """{"model":"painter","n":2,"size":"64x32","prompt":"A cat.","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}""");
        span.Outputs().Compact().ShouldBe("""{"model":"painter","data":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAAAA=="}}]}""");
        span.Text(GenAiKeys.OutputType).ShouldBe("image");
        span.GetTagItem(GenAiKeys.RequestChoiceCount).ShouldBe(2L);
        span.GetTagItem(GenAiKeys.OutputTokens).ShouldBe(9L);
    }

    [Fact]
    public async Task Picture_ThatIsLarge_IsDigested()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeImageGenerator(5_000_000).UseMlflowTracing();

        await generator.GenerateAsync(new("A large cat."));

        var picture = spans["generate_content painter"].Outputs().GetProperty("data")[0];
        picture.GetProperty("size_bytes").GetInt32().ShouldBe(5_000_000);
        picture.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(new byte[5_000_000])));
        spans["generate_content painter"].Text(MlflowKeys.SpanOutputs)!.Length.ShouldBeLessThan(1_000);
    }

    [Fact]
    public async Task Pictures_ThatCanBeReadOnce_AreReadOnce()
    {
        using var spans = new EndedSpans();
        using var generator = new FakeImageGenerator().UseMlflowTracing();
        var reads = 0;

        await generator.GenerateAsync(new("A cat.", Once()));

        reads.ShouldBe(1);

        IEnumerable<AIContent> Once()
        {
            reads++;
            yield return new DataContent(new byte[3], "image/png");
        }
    }

    [Fact]
    public async Task Call_ThatIsCancelled_IsAnError_AndContentCanBeLeftOut()
    {
        using var spans = new EndedSpans(static o => o.GenAI.CaptureContent = false);
        using var generator = new FakeImageGenerator().UseMlflowTracing();

        generator.UseMlflowTracing().ShouldBeSameAs(generator);
        await Should.ThrowAsync<OperationCanceledException>(() => generator.GenerateAsync(new("A cat."), cancellationToken: new CancellationToken(true)));

        spans["generate_content painter"].Status.ShouldBe(ActivityStatusCode.Error);
        spans["generate_content painter"].GetTagItem(MlflowKeys.SpanInputs).ShouldBeNull();
    }
}
