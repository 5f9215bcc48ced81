using System.Text;

namespace OtelBridge.Tests.Client;

/// <summary>One request that a server got.</summary>
internal sealed record AskedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Content)
{
    public string Body => Encoding.UTF8.GetString(Content);
}
