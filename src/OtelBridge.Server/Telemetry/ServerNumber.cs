namespace OtelBridge.Server.Telemetry;

/// <summary>One number of the server: at <c>/metrics</c>, and as an instrument of its meter.</summary>
/// <param name="Prometheus">Its name at <c>/metrics</c>.</param>
/// <param name="Instrument">Its name as an instrument.</param>
/// <param name="Unit">Its unit, in UCUM's words.</param>
/// <param name="IsCounter">Whether it only grows, from the start of the process.</param>
/// <param name="Help">What it is.</param>
/// <param name="Read">Reads it; null while it is not known.</param>
internal sealed record ServerNumber(string Prometheus, string Instrument, string Unit, bool IsCounter, string Help, Func<ServerReading, long?> Read);
