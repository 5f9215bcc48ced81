using System.Net;
using System.Net.Http.Headers;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>What came back of one request, read to its end.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body, RetryConditionHeaderValue? RetryAfter, Uri? Location);
