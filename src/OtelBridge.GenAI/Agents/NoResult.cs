namespace OtelBridge.GenAI.Agents;

/// <summary>What a run returns that returns nothing.</summary>
internal readonly struct NoResult;
