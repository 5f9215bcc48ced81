namespace OtelBridge.Interop.Tests.Examples;

/// <summary>A trace as the example printed it.</summary>
/// <param name="Id">The id, <c>tr-…</c>.</param>
/// <param name="IsOk">Whether the store calls it OK.</param>
/// <param name="Spans">Name and type of each span, such as <c>chat CHAT_MODEL</c>, from the top.</param>
internal sealed record ShownTrace(string Id, bool IsOk, IReadOnlyList<string> Spans);
