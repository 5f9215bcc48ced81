using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>The store that commands work on when none is named.</summary>
internal static class StoreOption
{
    /// <summary>Gives the store that the environment names, or the default one.</summary>
    public static string FromEnvironment() =>
        Environment.GetEnvironmentVariable(EnvironmentKeys.Store) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : DefaultStore.Address;
}
