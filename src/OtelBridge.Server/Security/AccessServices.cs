using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Security.Browsers;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Guard;
using OtelBridge.Store.Storage;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security;

/// <summary>Registers what asks callers who they are, and puts the store behind it.</summary>
internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services, ITraceStore store, IAccessCatalog catalog, AccessOptions options)
    {
        var current = new CurrentCaller();
        var access = new CachedAccess(catalog, TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(current);
        services.AddSingleton(access);
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AccessService>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<ISignInDesk, SignInDesk>();
        services.AddSingleton<IAccessDesk, AccessDesk>();
        services.AddSingleton(new WholeStore(store));
        services.AddSingleton<ITraceStore>(new GuardedTraceStore(store, current, async (person, experimentId, cancellationToken) =>
        {
            await catalog.AddGrantAsync(person, experimentId, AccessLevel.Manage, cancellationToken);
            access.Forget();
        }));
    }
}
