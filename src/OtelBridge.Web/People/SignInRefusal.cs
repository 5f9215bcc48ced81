namespace OtelBridge.Web.People;

/// <summary>Why somebody was not let in.</summary>
/// <param name="StatusCode">Status of HTTP.</param>
/// <param name="Message">A sentence for them.</param>
/// <param name="RetryAfter">Seconds after which another try is looked at; null when there is no need to wait.</param>
internal sealed record SignInRefusal(int StatusCode, string Message, string? RetryAfter);
