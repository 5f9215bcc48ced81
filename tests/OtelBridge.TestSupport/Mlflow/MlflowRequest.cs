using System.Text;

namespace OtelBridge.TestSupport.Mlflow;

/// <summary>One request that a <see cref="FakeMlflowServer"/> got.</summary>
public sealed record MlflowRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Content)
{
    public string Body => Encoding.UTF8.GetString(Content);

    /// <summary>Method and path.</summary>
    public override string ToString() => $"{Method} {Path}";
}
