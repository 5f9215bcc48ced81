using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OtelBridge.Server.Hosting;

/// <summary>Marks each connection with the listener it came through, since a port number says nothing when the system chose it.</summary>
internal sealed class ListenerFeature(ListenerRole role)
{
    public ListenerRole Role { get; } = role;

    /// <summary>Marks every connection of a listener.</summary>
    public static void Tag(ListenOptions listener, ListenerRole role)
    {
        var feature = new ListenerFeature(role);
        listener.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }
}
