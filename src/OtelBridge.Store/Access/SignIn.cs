namespace OtelBridge.Store.Access;

/// <summary>A browser in which a person has signed in. The store knows the hash of what the browser sends alone.</summary>
/// <param name="Hash">SHA-256 of the token, in hex.</param>
/// <param name="PersonId">Who it is.</param>
/// <param name="PersonName">The name that they signed in with.</param>
/// <param name="CreatedMs">When they signed in, milliseconds since 1970.</param>
/// <param name="ExpiresMs">When it ends unless it is used before.</param>
public sealed record SignIn(string Hash, long PersonId, string PersonName, long CreatedMs, long ExpiresMs);
