using System.Security.Claims;

namespace OtelBridge.Server.Security.OpenIdConnect;

/// <summary>What a browser has brought back from the provider.</summary>
/// <param name="Who">What the provider says of the person; null when it could not be had.</param>
/// <param name="To">Where the person wanted to go.</param>
/// <param name="Failure">Why it could not be had; null when it could.</param>
/// <param name="Cause">What has thrown.</param>
internal sealed record OpenIdReturn(ClaimsPrincipal? Who, string To, string? Failure, Exception? Cause)
{
    public static OpenIdReturn Failed(string failure) => new(null, string.Empty, failure, null);
}
