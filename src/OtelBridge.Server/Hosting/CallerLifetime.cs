using Microsoft.Extensions.Hosting;

namespace OtelBridge.Server.Hosting;

/// <summary>Leaves signals of the process alone: whoever started the server decides when it stops.</summary>
/// <remarks>The default of the host would take Ctrl+C away from a program that merely embeds a server.</remarks>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
