using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OtelBridge.Testing.Files;
using OtelBridge.Testing.Recording;

namespace OtelBridge.Testing;

/// <summary>Calls of models that were recorded once, in a file beside the test, and are answered from it without a network.</summary>
/// <remarks>
/// <para>
/// With <c>OTELBRIDGE_RECORD=1</c> in the environment the real model is called and each exchange is written to the file, which is meant to be committed; otherwise the file answers: complete answers
/// and streams, chunk for chunk, tool calls, usage, and failures as failures.
/// </para>
/// <para>
/// A request finds what was recorded by its content: model, messages, options and tools. Requests that differ may come in any order, equal ones are answered in the order in which they were recorded.
/// Ids and times of messages do not count.
/// </para>
/// <para>Thread-safe. Clients made by it may be disposed or not; the real client is disposed with them.</para>
/// </remarks>
/// <example><code>IChatClient model = ModelRecording.Open().Over(() => new OpenAIClient(key).GetChatClient("gpt-4o-mini").AsIChatClient());</code></example>
public sealed class ModelRecording
{
    private readonly Exchanges _exchanges;

    private ModelRecording(string file, ModelRecordingOptions options)
    {
        File = file;
        IsRecording = options.Record ?? Switches.Records;
        _exchanges = IsRecording ? Exchanges.Record(file, options.Redact) : Exchanges.Replay(file, options.Redact);
    }

    /// <summary>Gets the file.</summary>
    public string File { get; }

    /// <summary>Gets whether the real model is called and its answers are written.</summary>
    public bool IsRecording { get; }

    /// <summary>Opens a recording.</summary>
    /// <param name="path">The file, as a path from the folder of the test's source on; <c>Recordings/FILE.METHOD.json</c> when absent.</param>
    /// <param name="options">Whether it records, and what is taken out of texts.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    /// <param name="method">Filled in by the compiler.</param>
    /// <returns>The recording.</returns>
    /// <remarks>A file that is recorded is begun anew by the first call of a model; recordings of the same file that are opened later in the same process add to it, as the rows of one test do.</remarks>
    public static ModelRecording Open(string? path = null, ModelRecordingOptions? options = null, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        new(SourceFiles.Beside(sourceFile, path ?? Path.Combine("Recordings", $"{SourceFiles.NameOf(sourceFile)}.{method}.json")), options ?? new ModelRecordingOptions());

    /// <summary>Makes a client that records what a real one answers, or answers as that did.</summary>
    /// <param name="real">The real client; not called in a replay.</param>
    /// <returns>The client.</returns>
    public IChatClient Over(IChatClient real)
    {
        ArgumentNullException.ThrowIfNull(real);
        return new RecordedChatClient(_exchanges, IsRecording ? real : null, ClientFacts.Of(real));
    }

    /// <summary>Makes a client that records what a real one answers, or answers as that did.</summary>
    /// <param name="real">Makes the real client, when it is needed: a replay needs no key for it.</param>
    /// <returns>The client.</returns>
    public IChatClient Over(Func<IChatClient> real)
    {
        ArgumentNullException.ThrowIfNull(real);
        return IsRecording ? Over(real()) : new RecordedChatClient(_exchanges, real: null, facts: null);
    }

    /// <summary>Makes a generator that records what a real one answers, or answers as that did.</summary>
    /// <param name="real">The real generator; not called in a replay.</param>
    /// <returns>The generator.</returns>
    public IEmbeddingGenerator<string, Embedding<float>> Over(IEmbeddingGenerator<string, Embedding<float>> real)
    {
        ArgumentNullException.ThrowIfNull(real);
        return new RecordedEmbeddingGenerator(_exchanges, IsRecording ? real : null, ClientFacts.Of(real));
    }

    /// <summary>Makes a generator that records what a real one answers, or answers as that did.</summary>
    /// <param name="real">Makes the real generator, when it is needed: a replay needs no key for it.</param>
    /// <returns>The generator.</returns>
    public IEmbeddingGenerator<string, Embedding<float>> Over(Func<IEmbeddingGenerator<string, Embedding<float>>> real)
    {
        ArgumentNullException.ThrowIfNull(real);
        return IsRecording ? Over(real()) : new RecordedEmbeddingGenerator(_exchanges, real: null, facts: null);
    }
}
