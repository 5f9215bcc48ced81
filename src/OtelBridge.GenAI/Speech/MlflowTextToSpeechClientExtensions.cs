using System.Diagnostics.CodeAnalysis;
using OtelBridge.GenAI.Speech;

namespace Microsoft.Extensions.AI;

/// <summary>Traces the calls of a client that turns text into speech.</summary>
[Experimental("MEAI001")]
public static class MlflowTextToSpeechClientExtensions
{
    /// <summary>
    /// Makes each call, complete or streamed, an LLM span <c>speech MODEL</c>: text, voice, what is known of the sound, tokens, fault or
    /// cancellation.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <returns>A client that does the same, and traces. The same one when it, or one inside it, traces already.</returns>
    /// <remarks>
    /// Sound up to <see cref="OtelBridge.MlflowGenAIOptions.MaxMediaBytes"/> is recorded as it is; of a larger one type, size and SHA-256 are. Of a
    /// streamed answer the number of its pieces and their size are recorded.
    /// </remarks>
    public static ITextToSpeechClient UseMlflowTracing(this ITextToSpeechClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.GetService(typeof(TracedTextToSpeechClient)) is null ? new TracedTextToSpeechClient(client) : client;
    }
}
