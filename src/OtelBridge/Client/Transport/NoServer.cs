namespace OtelBridge.Client.Transport;

/// <summary>What to do when nobody listens at an address, in the same words over every wire.</summary>
internal static class NoServer
{
    /// <summary>A sentence with a space before it; nothing when the connection failed otherwise.</summary>
    public static string Advice(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
            {
                return " Is the tracking server running there? `otelbridge serve` starts one; another address is given by MLFLOW_TRACKING_URI or to the client.";
            }
        }

        return string.Empty;
    }
}
