using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtelBridge.Web.TraceView;

namespace OtelBridge.Web.Hosting;

/// <summary>What the pages need of the container.</summary>
internal static class WebServices
{
    public static void AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.TryAddSingleton(TimeProvider.System);
        foreach (var file in TraceFile.Own)
        {
            services.AddSingleton(file);
        }
    }
}
