using System.Runtime.InteropServices;

namespace OtelBridge.Server.Commands;

/// <summary>SIGTERM and Ctrl+C as a token, for what ends in good order. Once disposed, a signal does what the system does: end at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public StopSignals()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true; // not the runtime's end of the process: ours, with what is in flight finished
        _stop.Cancel();
    }
}
