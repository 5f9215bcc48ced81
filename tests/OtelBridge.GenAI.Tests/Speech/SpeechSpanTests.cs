#pragma warning disable MEAI001 // The interfaces may still change.
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Speech;

public sealed class SpeechSpanTests
{
    [Fact]
    public async Task SpeechToText_IsASpanWithTheText_AndLeavesTheSoundUnread()
    {
        using var spans = new EndedSpans();
        using var client = new FakeTranscriber().UseMlflowTracing();
        using var sound = new MemoryStream(new byte[100]);

        await client.GetTextAsync(sound, new() { SpeechLanguage = "en" });

        sound.Position.ShouldBe(0);
        var span = spans["transcription ear"];
        span.Type().ShouldBe(SpanType.Llm);
        span.Inputs().Compact().ShouldBe("""{"model":"ear","language":"en","bytes":100}""");
        span.Outputs().Compact().ShouldBe("""{"model":"ear-2","text":"Hello world"}""");
        span.Text(GenAiKeys.ResponseId).ShouldBe("r-1");
        span.Text(GenAiKeys.ResponseModel).ShouldBe("ear-2");
        span.GetTagItem(GenAiKeys.OutputTokens).ShouldBe(2L);
    }

    [Fact]
    public async Task SpeechToText_ThatIsStreamed_IsOneSpanWithTheWholeText()
    {
        using var spans = new EndedSpans();
        using var client = new FakeTranscriber().UseMlflowTracing();

        await foreach (var _ in client.GetStreamingTextAsync(new MemoryStream()))
        {
            Activity.Current.ShouldBeNull();
        }

        spans["transcription ear"].Outputs().GetProperty("text").GetString().ShouldBe("Hello world");
        spans["transcription ear"].GetTagItem(MlflowKeys.ChunkCount).ShouldBe(2L);
    }

    [Fact]
    public async Task TextToSpeech_IsASpanWithTheSound()
    {
        using var spans = new EndedSpans();
        using var client = new FakeSpeaker().UseMlflowTracing();

        await client.GetAudioAsync("Hello", new() { VoiceId = "alloy", Speed = 1.5f });

        var span = spans["speech mouth"];
        span.Type().ShouldBe(SpanType.Llm);
        span.Inputs().Compact().ShouldBe("""{"model":"mouth","voice":"alloy","speed":1.5,"input":"Hello"}""");
        span.Outputs().GetProperty("data")[0].GetProperty("input_audio").GetProperty("data").GetString().ShouldBe("AAAA");
        span.Text(GenAiKeys.OutputType).ShouldBe("speech");
        span.GetTagItem(GenAiKeys.OutputTokens).ShouldBe(8L);
    }

    [Fact]
    public async Task TextToSpeech_ThatIsStreamed_IsOneSpanWithADigest()
    {
        using var spans = new EndedSpans();
        using var client = new FakeSpeaker().UseMlflowTracing();

        await foreach (var _ in client.GetStreamingAudioAsync("Hello"))
        {
            Activity.Current.ShouldBeNull();
        }

        var sound = spans["speech mouth"].Outputs().GetProperty("data")[0];
        sound.GetProperty("size_bytes").GetInt64().ShouldBe(6);
        sound.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(new byte[6])));
        spans["speech mouth"].GetTagItem(GenAiKeys.OutputTokens).ShouldBe(8L);
    }

    [Fact]
    public async Task Streams_ThatAreLeftOrCancelled_EndTheirSpans()
    {
        using var spans = new EndedSpans();
        using var ear = new FakeTranscriber().UseMlflowTracing();
        using var mouth = new FakeSpeaker().UseMlflowTracing();

        await foreach (var _ in ear.GetStreamingTextAsync(new MemoryStream()))
        {
            break;
        }

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in mouth.GetStreamingAudioAsync("Hello", cancellationToken: new CancellationToken(true)))
            {
            }
        });

        spans["transcription ear"].GetTagItem(MlflowKeys.StreamAbandoned).ShouldBe(true);
        spans["transcription ear"].Outputs().GetProperty("text").GetString().ShouldBe("Hello ");
        spans["speech mouth"].Status.ShouldBe(ActivityStatusCode.Error);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Clients_WrappedTwice_MakeOneSpan_AndContentCanBeLeftOut()
    {
        using var spans = new EndedSpans(static o => o.GenAI.CaptureContent = false);
        using var ear = new FakeTranscriber().UseMlflowTracing();
        using var mouth = new FakeSpeaker().UseMlflowTracing();

        await ear.UseMlflowTracing().GetTextAsync(new MemoryStream());
        await mouth.UseMlflowTracing().GetAudioAsync("secret");

        spans.Names.ShouldBe(["transcription ear", "speech mouth"]);
        spans.All.ShouldAllBe(static a => a.GetTagItem(MlflowKeys.SpanInputs) == null && a.GetTagItem(MlflowKeys.SpanOutputs) == null);
    }
}
