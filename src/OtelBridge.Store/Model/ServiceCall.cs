namespace OtelBridge.Store.Model;

/// <summary>How often one service called another: spans whose parent belongs to another service.</summary>
/// <param name="Parent">The service that called; empty when it has no name.</param>
/// <param name="Child">The service that was called; empty when it has no name.</param>
/// <param name="CallCount">Number of the called service's spans below a span of the caller.</param>
/// <param name="ErrorCount">How many of those failed.</param>
public sealed record ServiceCall(string Parent, string Child, long CallCount, long ErrorCount);
