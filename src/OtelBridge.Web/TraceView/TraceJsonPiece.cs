namespace OtelBridge.Web.TraceView;

/// <summary>Says that a piece of JSON is whole, so that what has gathered may be sent.</summary>
internal readonly record struct TraceJsonPiece;
