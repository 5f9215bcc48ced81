using System.Diagnostics;

namespace OtelBridge.GenAI.Calls;

/// <summary>What a call with a streamed answer says of itself. For one enumeration.</summary>
internal interface IStreamRecord<in TChunk> : ICallRecord
{
    /// <summary>Takes in a chunk, within a bound. May throw.</summary>
    /// <param name="activity">The span, which is recorded.</param>
    /// <param name="chunk">The chunk.</param>
    void Add(Activity activity, TChunk chunk);

    /// <summary>The JSON text of a chunk for its event; null for none. Asked only where contents are recorded as they are.</summary>
    string? ChunkText(TChunk chunk);

    /// <summary>Puts on the span what came, at the end, after a fault or where the consumer left; may set the status ERROR. May throw.</summary>
    /// <param name="activity">The span, which is recorded.</param>
    void Answer(Activity activity);
}
