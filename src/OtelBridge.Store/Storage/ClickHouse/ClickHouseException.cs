using System.Net;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>ClickHouse has refused a statement.</summary>
/// <param name="Code">Number of the error, as in <c>system.errors</c>; 0 where an answer names none.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="text">What the server says.</param>
internal sealed class ClickHouseException(int Code, HttpStatusCode Status, string text) : Exception(text)
{
    public int Code { get; } = Code;

    public HttpStatusCode Status { get; } = Status;
}
