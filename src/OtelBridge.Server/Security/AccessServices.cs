using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Guard;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Security;

/// <summary>Registers what asks callers who they are, and puts the store behind it.</summary>
internal static class AccessServices
{
    /// <returns>The store as callers see it.</returns>
    public static ITraceStore AddAccess(this IServiceCollection services, ITraceStore store, IAccessCatalog catalog, AccessOptions options, TimeProvider time)
    {
        var current = new CurrentCaller();
        var access = new CachedAccess(catalog, time);
        services.AddSingleton(options);
        services.AddSingleton(current);
        services.AddSingleton(access);
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AccessService>();
        services.AddSingleton(new WholeStore(store));
        return new GuardedTraceStore(store, current, async (person, experimentId, cancellationToken) =>
        {
            await catalog.AddGrantAsync(person, experimentId, AccessLevel.Manage, cancellationToken);
            access.Forget();
        });
    }
}
