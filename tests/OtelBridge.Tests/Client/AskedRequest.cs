namespace OtelBridge.Tests.Client;

/// <summary>One request that a server got.</summary>
internal sealed record AskedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
