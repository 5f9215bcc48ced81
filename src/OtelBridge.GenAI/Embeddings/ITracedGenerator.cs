namespace OtelBridge.GenAI.Embeddings;

/// <summary>Marks a generator that traces, whatever it embeds.</summary>
internal interface ITracedGenerator;
