using System.Net.Sockets;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Hosting;

/// <summary>The server cannot listen where, or with the TLS, it was asked to; the message says why and what to do.</summary>
public sealed class ListenException : Exception
{
    internal ListenException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    internal ListenException(string listener, ListenAddress address, SocketException cause)
        : base($"Cannot listen on {address} ({listener}): {Explain(cause.SocketErrorCode, cause.Message)}", cause)
    {
    }

    private static string Explain(SocketError error, string message) => error switch
    {
        SocketError.AddressAlreadyInUse =>
            "another program uses the port. Stop it, or choose another port (0 takes a free one).",
        SocketError.AccessDenied =>
            "the system does not allow it. Ports below 1024 need special rights; choose a higher one.",
        SocketError.AddressNotAvailable =>
            "this machine has no such address. Use 127.0.0.1 for programs on this machine, or * for every interface.",
        _ => $"{message}.",
    };
}
