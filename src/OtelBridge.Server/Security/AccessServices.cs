using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Security.Browsers;
using OtelBridge.Server.Security.OpenIdConnect;
using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Guard;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Storage;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security;

/// <summary>Registers what asks callers who they are, and puts the stores behind it.</summary>
internal static class AccessServices
{
    /// <returns>The store as callers see it: that of their workspace.</returns>
    public static ITraceStore AddAccess(this IServiceCollection services, IReadOnlyList<Workspace> workspaces, IAccessCatalog catalog, AccessOptions options, TimeProvider time)
    {
        var current = new CurrentCaller();
        var access = new CachedAccess(catalog, time);
        services.AddSingleton(options);
        services.AddSingleton(current);
        services.AddSingleton(access);
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AccessService>();
        services.AddSingleton<SignIns>();
        if (options.OpenIdConnect is { } provider)
        {
            services.AddSingleton(provider);
            services.AddSingleton<OpenIdProvider>();
            services.AddSingleton<OpenIdPeople>();
            services.AddSingleton<OpenIdSignIn>();
        }

        services.AddSingleton<ISignInDesk, SignInDesk>();
        services.AddSingleton<IAccessDesk, AccessDesk>();
        services.AddSingleton<WorkspaceEntrance>();
        services.AddSingleton<WorkspaceService>();
        services.AddSingleton(new WholeStore(workspaces));
        services.AddSingleton(workspaces[0].Intake);
        services.AddSingleton(workspaces[0].Sweeps);
        return workspaces.Count == 1
            ? Guard(workspaces[0])
            : new WorkspaceStores(current, [.. workspaces.Select(workspace => (workspace, (ITraceStore)Guard(workspace)))]);

        GuardedTraceStore Guard(Workspace workspace) => new(workspace.Store, current, async (person, experimentId, cancellationToken) =>
        {
            await catalog.AddGrantAsync(person, workspace.Name, experimentId, AccessLevel.Manage, cancellationToken);
            access.Forget();
        });
    }
}
