namespace OtelBridge.Server.Rest;

/// <summary>Answers one call: reads its fields, asks a service, writes the fields of the answer. What it throws becomes an error answer.</summary>
internal delegate Task RestHandler(RestCall call);
