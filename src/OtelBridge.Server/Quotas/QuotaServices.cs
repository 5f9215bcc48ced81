using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Quotas;

/// <summary>Registers who counts what callers ask for, and puts the store behind it.</summary>
internal static class QuotaServices
{
    /// <summary>Registers quotas over the store that callers see.</summary>
    public static void AddQuotas(this IServiceCollection services, ITraceStore store, IQuotaCatalog catalog, Quota defaults, IReadOnlyDictionary<string, Quota> workspaces, TimeProvider time)
    {
        var quotas = new Quotas(defaults, workspaces, catalog, time);
        services.AddSingleton(quotas);
        services.AddSingleton(catalog);
        services.AddSingleton<IIntakeQuota>(quotas);
        services.AddSingleton<ITraceStore>(new QuotaTraceStore(store, quotas));
        services.AddSingleton<QuotaKeeper>();
        services.AddHostedService(static provider => provider.GetRequiredService<QuotaKeeper>());
    }

    /// <summary>Counts requests of callers who have said who they are.</summary>
    public static void UseQuotas(this IApplicationBuilder app) => app.UseMiddleware<QuotaGate>();
}
