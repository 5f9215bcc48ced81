using System.Diagnostics.CodeAnalysis;
using OtelBridge.GenAI.Speech;

namespace Microsoft.Extensions.AI;

/// <summary>Traces the calls of a client that turns speech into text.</summary>
[Experimental("MEAI001")]
public static class MlflowSpeechToTextClientExtensions
{
    /// <summary>
    /// Makes each call, complete or streamed, an LLM span <c>transcription MODEL</c>: what is known of the sound, the text, tokens, fault or
    /// cancellation.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <returns>A client that does the same, and traces. The same one when it, or one inside it, traces already.</returns>
    /// <remarks>
    /// The sound is not read for the trace: its stream is the client's to read. Of a stream that can be positioned the size is recorded.
    /// </remarks>
    public static ISpeechToTextClient UseMlflowTracing(this ISpeechToTextClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.GetService(typeof(TracedSpeechToTextClient)) is null ? new TracedSpeechToTextClient(client) : client;
    }
}
