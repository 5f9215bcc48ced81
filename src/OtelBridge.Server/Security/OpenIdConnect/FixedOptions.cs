using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace OtelBridge.Server.Security.OpenIdConnect;

/// <summary>Options of the one provider, which stay as they are.</summary>
internal sealed class FixedOptions(OpenIdConnectOptions options) : IOptionsMonitor<OpenIdConnectOptions>
{
    public OpenIdConnectOptions CurrentValue => options;

    public OpenIdConnectOptions Get(string? name) => options;

    public IDisposable? OnChange(Action<OpenIdConnectOptions, string?> listener) => null;
}
