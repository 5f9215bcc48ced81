using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace OtelBridge.Web.Tests;

/// <summary>The markup of one component.</summary>
internal static class Rendered
{
    public static async Task<string> Of<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Value));
            return (await renderer.RenderComponentAsync<TComponent>(view)).ToHtmlString();
        });
    }
}
