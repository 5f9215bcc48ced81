namespace OtelBridge.Web.Health;

/// <summary>Where a server listens.</summary>
/// <param name="Name">What the listener is called; empty where that is not known.</param>
/// <param name="Address">Its address.</param>
/// <param name="Serves">What it serves.</param>
public sealed record ListenerFact(string Name, string Address, string Serves);
