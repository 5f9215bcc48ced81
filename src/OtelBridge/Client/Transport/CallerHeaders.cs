using OtelBridge.Attributes;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;

namespace OtelBridge.Client.Transport;

/// <summary>What every request says of who asks, and in which workspace: headers over HTTP, metadata over gRPC.</summary>
internal static class CallerHeaders
{
    private const string Authorization = "authorization";

    public static IReadOnlyList<KeyValuePair<string, string>> Of(RestSettings settings)
    {
        var headers = new List<KeyValuePair<string, string>>(2);
        if (RestConnection.Authorization(settings) is { } authorization)
        {
            headers.Add(new(Authorization, authorization.ToString()));
        }

        if (settings.Workspace is { } workspace)
        {
            headers.Add(new(MlflowKeys.WorkspaceHeader, workspace));
        }

        return headers;
    }
}
